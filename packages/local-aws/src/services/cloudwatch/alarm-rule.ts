import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { notImplemented, validationFailed } from './errors.ts';

/** The rule of a composite alarm, read. */
export interface AlarmRule {
  /** Names of the alarms that it refers to. */
  readonly alarms: readonly string[];
  readonly holds: (stateOf: (alarm: string) => StateValue | undefined) => boolean;
}

/**
 * Reads a rule such as `ALARM("errors") AND NOT (OK(latency) OR FALSE)`; alarms by name or ARN. NOT binds more than AND,
 * AND more than OR. Throws ValidationError. (SDK, PutCompositeAlarmInput.AlarmRule; AT_LEAST is a 501.)
 */
export function parseRule(text: string): AlarmRule {
  const tokens = [
    ...text.matchAll(
      /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^()"'\s]+))\s*\)|([()]|[^\s()]+))/g,
    ),
  ].map((match) => ({
    state: match[1] as StateValue | undefined,
    alarm: nameOf(match[2] ?? match[3] ?? match[4] ?? ''),
    word: match[5] ?? '',
  }));
  if (tokens.some(({ word }) => word === 'AT_LEAST')) throw notImplemented('AT_LEAST in alarm rules');
  let at = 0;
  const fail = () =>
    validationFailed(
      `AlarmRule must not contain leading or trailing whitespace or be malformed: '${text}' cannot be read at ${tokens[at]?.word || 'its end'}`,
    );

  function either(): Rule {
    const first = both();
    if (tokens[at]?.word !== 'OR') return first;
    at++;
    const second = either();
    return (stateOf) => first(stateOf) || second(stateOf);
  }

  function both(): Rule {
    const first = one();
    if (tokens[at]?.word !== 'AND') return first;
    at++;
    const second = both();
    return (stateOf) => first(stateOf) && second(stateOf);
  }

  function one(): Rule {
    const token = tokens[at];
    if (!token) throw fail();
    at++;
    if (token.state) return (stateOf) => stateOf(token.alarm) === token.state;
    if (token.word === 'TRUE') return () => true;
    if (token.word === 'FALSE') return () => false;
    if (token.word === 'NOT') {
      const negated = one();
      return (stateOf) => !negated(stateOf);
    }
    at--;
    if (token.word !== '(') throw fail();
    at++;
    const inner = either();
    if (tokens[at]?.word !== ')') throw fail();
    at++;
    return inner;
  }

  const holds = either();
  if (at < tokens.length) throw fail();
  return { alarms: [...new Set(tokens.flatMap(({ state, alarm }) => (state ? [alarm] : [])))], holds };
}

type Rule = AlarmRule['holds'];

function nameOf(nameOrArn: string): string {
  return /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
