import { fires, isFiring, type Rules, readAlarms, slowAlarms } from '@actions-aws/gates';
import type { Failure } from '@actions-aws/promotion';
import { watchedMs } from '../plan/shares.ts';
import type { Desired, Observed } from '../plan/state.ts';
import type { DeployContext } from '../ports.ts';

/** Which alarms decide, and how. */
export interface AlarmSettings {
  readonly onFiringAlarm: 'fail' | 'ignore';
  readonly onInsufficientData: Rules['onInsufficientData'];
}

/** What the alarms say before anything is written. */
export interface Guarded {
  readonly rules: Rules;
  readonly refusal: Failure | undefined;
}

/**
 * Looks at the alarms that the workflow names, and at those of the service: in a deployment at whose start one of its own fires ECS watches
 * none of them (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html).
 *
 * @throws UserError if an alarm is missing, or if CloudWatch may not be asked.
 */
export async function guard(
  observed: Observed,
  desired: Desired,
  asked: AlarmSettings,
  { ports, log, signal }: Pick<DeployContext, 'ports' | 'log' | 'signal'>,
): Promise<Guarded> {
  const { alarms } = observed.service.configuration;
  const own = alarms.enable ? alarms.names : [];
  const found = await readAlarms([...new Set([...desired.alarms, ...own])], ports.alarms, signal);
  const firing = found.filter(isFiring);
  // Of what is under way an alarm may fire because of its users: that it fired before has to be said.
  const ignored = asked.onFiringAlarm === 'ignore' ? firing.map(({ name }) => name) : [];
  const rules: Rules = { alarms: desired.alarms, onInsufficientData: asked.onInsufficientData, ignored };
  const longest = Math.max(
    0,
    ...desired.canary.map(({ share }) => watchedMs(Number((share * 100).toFixed(1)), desired)),
  );
  const ours = found.filter(({ name }) => desired.alarms.includes(name));
  const slow = slowAlarms(ours, longest);
  for (const sentence of slow.sentences) log.warning(sentence, { title: 'An alarm is too slow for the canary' });
  if (slow.isAll) return { rules, refusal: tooSlow(slow.sentences) };
  // What is under way was begun before: its users are watched, and taken back if need be.
  if (firing.length === 0 || asked.onFiringAlarm === 'ignore' || observed.ours) return { rules, refusal: undefined };
  const blind = firing.some(({ name }) => own.includes(name));
  return {
    rules,
    refusal: {
      code: 'unsafe',
      message: `${firing.map((alarm) => fires(alarm, 'already')).join(' ')} ${blind ? 'ECS would watch none of the alarms of the service in this deployment.' : 'It would hide what the new tasks do.'}`,
      hint: 'Put right what it tells of; or set `on-firing-alarm: ignore` if this deployment is what does.',
    },
  };
}

function tooSlow(sentences: readonly string[]): Failure {
  return {
    code: 'unsafe',
    message: `${sentences.join(' ')} So nothing would watch the new tasks.`,
    hint: 'Watch a share for longer, or take alarms that fire sooner.',
  };
}
