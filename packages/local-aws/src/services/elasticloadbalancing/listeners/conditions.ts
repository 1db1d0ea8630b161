import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { notImplemented, validationError } from '../errors.ts';

/** What of a request conditions look at. */
export interface Asked {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly host: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

const FIELDS = ['host-header', 'path-pattern', 'http-header', 'http-request-method', 'query-string'] as const;

/** Throws for conditions that a rule cannot have. */
export function assertConditions(conditions: readonly RuleCondition[]): void {
  if (conditions.length === 0) throw validationError('A condition must be specified');
  for (const condition of conditions) {
    const { Field = '' } = condition;
    if (!(FIELDS as readonly string[]).includes(Field)) {
      if (Field === 'source-ip') throw notImplemented('conditions on the source IP address');
      throw validationError(`Condition field '${Field}' must be one of '[${[...FIELDS, 'source-ip'].join(', ')}]'`);
    }
    const values = textsOf(condition);
    if (condition.RegexValues || hasExpressions(condition)) throw notImplemented('regular expressions in conditions');
    if (values.length === 0) throw validationError('A condition value must be specified');
    for (const value of values) {
      // "The maximum length of each string is 128 characters" (API_RuleCondition and what it holds).
      if (value.length > 128) throw validationError(`The '${Field}' value is too long; the limit is '128'`);
    }
    if (condition.Values && configured(condition)) {
      throw validationError(`You cannot provide both Values and the configuration of a condition of type '${Field}'`);
    }
    if (Field === 'http-header' && !condition.HttpHeaderConfig?.HttpHeaderName) {
      throw validationError("A 'HttpHeaderName' must be specified with 'http-header'");
    }
  }
  // API_Rule, Conditions: zero or one of each, but for http-header and query-string.
  for (const field of ['host-header', 'path-pattern', 'http-request-method']) {
    if (conditions.filter(({ Field }) => Field === field).length > 1) {
      throw validationError(`A rule can have only one condition of type '${field}'`);
    }
  }
}

/** Whether a request meets all of them; values of one are alternatives. */
export function holds(conditions: readonly RuleCondition[], asked: Asked): boolean {
  return conditions.every((condition) => {
    const values = textsOf(condition);
    switch (condition.Field) {
      case 'host-header':
        return values.some((value) => like(value, 'i').test(asked.host));
      case 'path-pattern':
        // "The comparison is case sensitive", of the path alone (API_PathPatternConditionConfig).
        return values.some((value) => like(value, '').test(asked.path));
      case 'http-header': {
        const header = asked.headers[condition.HttpHeaderConfig?.HttpHeaderName?.toLowerCase() ?? ''];
        return header !== undefined && values.some((value) => like(value, 'i').test(header));
      }
      case 'http-request-method':
        return values.includes(asked.method);
      default:
        return pairsOf(condition).some(({ Key, Value = '' }) =>
          [...asked.query].some(
            ([key, value]) => (Key === undefined || like(Key, 'i').test(key)) && like(Value, 'i').test(value),
          ),
        );
    }
  });
}

/** `*` stands for any characters, `?` for one. */
function like(pattern: string, flags: string): RegExp {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`, `s${flags}`);
}

function configured(condition: RuleCondition): { readonly Values?: unknown[] | undefined } | undefined {
  return (
    condition.HostHeaderConfig ??
    condition.PathPatternConfig ??
    condition.HttpHeaderConfig ??
    condition.HttpRequestMethodConfig ??
    condition.QueryStringConfig
  );
}

function hasExpressions(condition: RuleCondition): boolean {
  const given = [condition.HostHeaderConfig, condition.PathPatternConfig, condition.HttpHeaderConfig];
  return given.some((each) => each?.RegexValues !== undefined);
}

function pairsOf({ QueryStringConfig }: RuleCondition) {
  return QueryStringConfig?.Values ?? [];
}

function textsOf(condition: RuleCondition): readonly string[] {
  if (condition.Field === 'query-string') return pairsOf(condition).map(({ Value = '' }) => Value);
  return condition.Values ?? (configured(condition)?.Values as string[] | undefined) ?? [];
}
