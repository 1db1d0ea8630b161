import {
  fires,
  isFiring,
  missingOf,
  NO_SUCH_ALARM_HINT,
  noSuchAlarm,
  type Rules,
  slowAlarms,
} from '@actions-aws/gates';
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
  /** ECS has to watch the service's own alarms, too. */
  readonly byEcs: boolean;
  /** The workflow names an alarm that is not there: that is an error, also where nothing would be deployed. */
  readonly misnamed: Failure | undefined;
  readonly refusal: Failure | undefined;
}

/**
 * Looks at the alarms that the workflow names, and at those of the service: in a deployment at whose start one of its own fires ECS watches
 * none of them (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html).
 *
 * @throws UserError if CloudWatch may not be asked.
 */
export async function guard(
  observed: Observed,
  desired: Desired,
  asked: AlarmSettings,
  { ports, log, signal }: Pick<DeployContext, 'ports' | 'log' | 'signal'>,
): Promise<Guarded> {
  const { alarms } = observed.service.configuration;
  const own = alarms.enable ? alarms.names : [];
  const names = [...new Set([...desired.alarms, ...own])];
  const byEcs = asked.onFiringAlarm !== 'ignore';
  const found = names.length > 0 ? await ports.alarms.read(names, signal) : [];
  const misnamed = missing('Input `alarms`', desired.alarms, found, desired);
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
  if (slow.isAll)
    return {
      rules,
      byEcs,
      misnamed,
      refusal: unsafe(`${slow.sentences.join(' ')} So nothing would watch the new tasks.`, SLOW, desired),
    };
  // What is under way was begun before: its users are watched, and taken back if need be.
  if (observed.ours) return { rules, byEcs, misnamed, refusal: undefined };
  const gone = missing('Its deployment configuration', own, found, desired);
  if (gone || firing.length === 0 || asked.onFiringAlarm === 'ignore') return { rules, byEcs, misnamed, refusal: gone };
  const blind = firing.some(({ name }) => own.includes(name));
  const why = blind
    ? 'ECS would watch none of the alarms of the service in this deployment.'
    : 'It would hide what the new tasks do.';
  const told = `${firing.map((alarm) => fires(alarm, 'already')).join(' ')} ${why}`;
  return { rules, byEcs, misnamed, refusal: unsafe(told, FIRING, desired) };
}

const FIRING = 'Put right what it tells of; or set `on-firing-alarm: ignore` if this deployment is what does.';
const SLOW = 'Watch a share for longer, or take alarms that fire sooner.';

function missing(
  where: string,
  names: readonly string[],
  found: readonly { readonly name: string }[],
  desired: Desired,
): Failure | undefined {
  const gone = missingOf(names, found);
  return gone.length === 0 ? undefined : unsafe(noSuchAlarm(where, gone), NO_SUCH_ALARM_HINT, desired);
}

function unsafe(why: string, hint: string, { name }: Pick<Desired, 'name'>): Failure {
  return { code: 'unsafe', message: `Could not deploy ${name.service}. ${why}`, hint };
}
