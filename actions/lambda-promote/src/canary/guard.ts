import { type Alarms, firedSince, fires, isFiring, readAlarms, type WatchedAlarm } from '@actions-aws/gates';
import { canaryOf } from '@actions-aws/lambda';
import { type Context, type Failure, failureFrom, isWell, withFailure } from '@actions-aws/promotion';
import { left, type Participant } from '../participant.ts';
import { shareOf } from '../plan/canary.ts';
import { rivalOf } from '../plan/ownership.ts';
import type { Refusal } from '../plan/refusal.ts';

import type { Span } from './counts.ts';
import { ERROR_HINT, type Rules } from './evidence.ts';
import { slowAlarms } from './slow-alarms.ts';
import type { Route, Traffic } from './traffic.ts';
import { erredMeanwhile } from './trials.ts';

/** Which alarms decide over a canary, and how. */
export interface AlarmSettings {
  readonly alarms: readonly string[] | undefined;
  /** What becomes of a promotion while one fires that says nothing of the candidate. */
  readonly onFiringAlarm: 'fail' | 'ignore';
  readonly onInsufficientData: Rules['onInsufficientData'];
  readonly errorFloor: Rules['errorFloor'];
}

/** What the alarms say before anything is written. */
export interface Guarded {
  /** An alarm fires that says nothing of the candidate: whatever is wrong, it would hide what the candidate does. */
  readonly refusal: Refusal | undefined;
  /** An alarm fires while users meet the candidate, which an earlier call put on trial. */
  readonly failure: Failure | undefined;
}

/** What follows from an alarm that fires. */
export type Answer = 'take-back' | 'go-on' | 'give-nothing';

/**
 * What follows from an alarm that fires, as the participants are now. Users who meet the candidate are taken back. Else it is in
 * the way of giving anybody a share, and of nothing else; and where somebody else's canary comes first, to be waited for or
 * to be taken from its users, it may be that one's alarm, and is looked at again after it.
 */
export function answerTo(participants: readonly Participant[]): Answer {
  if (participants.some(hasShare)) return 'take-back';
  if (participants.some(({ observed, desired }) => rivalOf(observed, desired))) return 'go-on';
  return participants.some(givesShare) ? 'give-nothing' : 'go-on';
}

/** What the guard asks by, and speaks by. */
type GuardContext = Context<{ readonly alarms: Alarms; readonly traffic: Traffic }>;
type Ports = GuardContext['ports'];

/**
 * Looks at the alarms, and whether calls can be counted, before anything is written.
 *
 * @throws UserError if an alarm is missing, or if CloudWatch may not be asked.
 */
export async function guard(
  participants: readonly Participant[],
  asked: AlarmSettings,
  { ports, log }: Pick<GuardContext, 'ports' | 'log'>,
): Promise<Guarded> {
  const routes = participants.flatMap(routeOf);
  // Where there is nothing to count, as without a canary, its client is not even loaded.
  const [found] = await Promise.all([
    readAlarms(asked.alarms ?? [], ports.alarms),
    routes.length > 0 && ports.traffic.count(routes, spanOf(participants)),
  ]);
  const firing = found.filter(isFiring);
  const toShare = participants.filter(givesShare);
  const { refusal, warnings } = slowAlarms(
    found,
    toShare.map(({ desired }) => desired),
  );
  for (const warning of warnings) log.warning(warning, { title: 'An alarm is too slow for the canary' });
  const nothing = { refusal, failure: undefined };
  if (firing.length === 0 || asked.onFiringAlarm === 'ignore') return nothing;
  const message = firing.map((alarm) => fires(alarm, 'already')).join(' ');
  const answer = answerTo(participants);
  if (answer === 'take-back') return { refusal: undefined, failure: breach(message) };
  if (answer === 'give-nothing') {
    return {
      ...nothing,
      refusal: {
        code: 'unsafe',
        of: 'all',
        message: `${message} It would hide what the candidate does.`,
        hint: 'Mend what it tells of; or set `on-firing-alarm: ignore` if this promotion is what mends it.',
      },
    };
  }
  log.info(
    `${message} ${toShare.length > 0 ? "Somebody else's canary comes first; before anybody gets a share it is looked at again." : 'It decides over shares of the users, and none is to be given.'}`,
  );
  return nothing;
}

/**
 * Looks at the alarms again right before users get a share, or more of one, and says by which rules they are watched then.
 * Much may have happened since the start: somebody else's canary was waited for, or the candidate took its time.
 */
export async function guardShare(
  participants: readonly Participant[],
  asked: AlarmSettings,
  { ports, signal, clock }: Pick<GuardContext, 'ports' | 'signal' | 'clock'>,
): Promise<{ readonly participants: readonly Participant[]; readonly rules: Rules }> {
  const { alarms = [], onFiringAlarm, onInsufficientData, errorFloor } = asked;
  const rules: Rules = { alarms, onInsufficientData, errorFloor, ignored: [] };
  if (!isWell(participants) || !participants.some((participant) => hasShare(participant) || givesShare(participant)))
    return { participants, rules };
  const allFailed = (failure: Failure) => ({
    participants: participants.map((participant) => withFailure(participant, { ...failure, of: 'all' })),
    rules,
  });
  try {
    signal.throwIfAborted();
    const found = await readAlarms(alarms, ports.alarms);
    const firing = found.filter(isFiring);
    const erred = await erredMeanwhile(participants.filter(hasShare), ports.traffic, rules, {
      now: clock.now(),
      signal,
    });
    if (erred.length > 0) return allFailed({ ...breach(`Meanwhile ${erred.join('; ')}.`), hint: ERROR_HINT });
    if (onFiringAlarm === 'ignore')
      return { participants, rules: { ...rules, ignored: firing.map(({ name }) => name) } };
    const fired = firing.length > 0 ? [] : await firedMeanwhile(participants, found, ports, signal);
    if (fired.length > 0) return allFailed(breach(fired.map((name) => `The alarm ${name} fired meanwhile.`).join(' ')));
    if (firing.length === 0) return { participants, rules };
    const message = firing.map((alarm) => fires(alarm)).join(' ');
    if (answerTo(participants) === 'take-back') return allFailed(breach(message));
    return allFailed({
      code: 'unsafe',
      message: [message, 'Nobody was given to the candidate.', ...participants.flatMap(healed)].join(' '),
      hint: 'Run the job again when it is OK; or set `on-firing-alarm: ignore` if this promotion is what mends it.',
    });
  } catch (error) {
    return allFailed(failureFrom(error, signal));
  }
}

/** Alarms that have fired since users met a candidate that nobody watched, as between the calls of a held promotion. */
async function firedMeanwhile(
  participants: readonly Participant[],
  found: readonly WatchedAlarm[],
  ports: Ports,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const given = participants
    .filter(hasShare)
    .flatMap(({ observed: { alias } }) => (alias && canaryOf(alias)?.since) ?? []);
  if (given.length === 0) return [];
  return firedSince(found, Math.min(...given), ports.alarms, signal);
}

function hasShare({ observed, desired }: Participant): boolean {
  return shareOf(observed, desired) > 0;
}

function givesShare(participant: Participant): boolean {
  return left(participant, 'end').some((step) => step.do === 'shift' || step.do === 'bake');
}

function breach(message: string): Failure {
  return { code: 'canary-failed', message: `${message} Users meet the candidate.` };
}

/** Whom this run has given back from a canary that was left behind. */
function healed({ done, desired }: Participant): readonly string[] {
  return done.flatMap(({ step, problem }) => {
    if (step.do !== 'heal' || problem) return [];
    const { functionName, alias } = desired;
    return `All users of ${functionName}:${alias} are back on version ${step.live}: the canary of version ${step.version} had been left behind.`;
  });
}

/** What is to be watched, as far as it is there by now. */
function routeOf({ observed, desired }: Participant): readonly Route[] {
  const { functionName, alias, canary } = desired;
  const version = observed.alias?.version;
  return canary.length > 0 && version !== undefined ? [{ functionName, alias, version }] : [];
}

/** The last minute, for what it is worth: it is asked whether one may ask. */
function spanOf(participants: readonly Participant[]): Span {
  const to = Math.max(0, ...participants.map(({ observed }) => observed.at));
  return { from: to - 60_000, to, settled: to };
}
