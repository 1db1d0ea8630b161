import { type Log, took } from '@actions-aws/action';
import { canaryOf } from '@actions-aws/lambda';
import {
  applied,
  type Failure,
  failureFrom,
  firstAlone,
  inPercent,
  inPlace,
  isWell,
  withFailure,
} from '@actions-aws/promotion';
import { left, type Participant, wayOf } from '../participant.ts';
import { LEASE_MARGIN_MS, shareOf, watchMs } from '../plan/canary.ts';
import type { Observed, Step } from '../plan/state.ts';
import type { PromotionContext } from '../ports.ts';
import type { Go } from '../together.ts';
import { type Baked, bake } from './bake.ts';
import type { Rules } from './evidence.ts';
import { countingOf, trialOf } from './trials.ts';

/** Where a roll-out has come to, and how each share was stood. */
export interface RolledOut {
  readonly participants: readonly Participant[];
  readonly bakes: readonly Baked[];
}

/**
 * Gives the candidates share after share, all the same one at the same time, and watches each with one verdict for all.
 * Ends before the aliases move, or where something went wrong; taking them back is the caller's.
 */
export async function rollOut(
  begun: readonly Participant[],
  how: {
    readonly rules: Rules;
    readonly context: PromotionContext;
    readonly go: Go;
    /** What the run was given, the canary's own times apart, in milliseconds. */
    readonly timeoutMs: number;
  },
): Promise<RolledOut> {
  const { go, context } = how;
  const bakes: Baked[] = [];
  let { rules } = how;
  let participants = inStep(begun);
  for (;;) {
    const share = nextShare(participants);
    if (share === undefined || !isWell(participants)) return { participants, bakes };
    context.remember('moving');
    const shifted = await firstAlone(participants, {
      isTurn: (participant) => shareNow(participant, 'shift') === share,
      go: (some) => go(some, 'shift'),
      now: context.clock.now,
    });
    participants = shifted.participants;
    if (!isWell(participants)) return { participants, bakes };
    participants = await inPlace(
      participants,
      (participant) => shareNow(participant, 'bake') === share,
      async (trials) => {
        if (trials.length === 0) return trials;
        const ended = await watch(trials, share, { ...how, rules });
        if (ended.baked) bakes.push(ended.baked);
        rules = { ...rules, ignored: ended.baked?.ignored ?? rules.ignored };
        return ended.participants;
      },
    );
  }
}

/** After a crash between two functions, the one that is behind need not be watched at what both had come through. */
function inStep(participants: readonly Participant[]): readonly Participant[] {
  const furthest = Math.max(0, ...participants.map(({ observed, desired }) => shareOf(observed, desired)));
  return participants.map((participant) => {
    const through = participant.desired.canary.filter(({ share }) => share < furthest).at(-1)?.share ?? 0;
    return {
      ...participant,
      observed: { ...participant.observed, baked: Math.max(participant.observed.baked, through) },
    };
  });
}

/** The lowest share that some function is to get, or to be watched at. */
function nextShare(participants: readonly Participant[]): number | undefined {
  const shares = participants.flatMap(
    (participant) => shareNow(participant, 'shift') ?? shareNow(participant, 'bake') ?? [],
  );
  return shares.length > 0 ? Math.min(...shares) : undefined;
}

/** The share of a participant's very next step, if it is of this kind. */
function shareNow(participant: Participant, kind: 'shift' | 'bake'): number | undefined {
  const [next] = left(participant, 'end');
  if (next?.do === 'shift' && kind === 'shift') return next.to;
  return next?.do === 'bake' && kind === 'bake' ? next.share : undefined;
}

/** Watches the candidates at one share. Whatever ends it badly becomes the failure of all. */
async function watch(
  trials: readonly Participant[],
  share: number,
  { rules, context, timeoutMs }: Parameters<typeof rollOut>[1],
): Promise<{ readonly participants: readonly Participant[]; readonly baked?: Baked }> {
  const { ports, clock, log, signal, budget } = context;
  const [step] = left(trials[0] as Participant, 'end');
  if (step?.do !== 'bake') throw new Error('Nothing is to be watched. This is a bug.');
  const started = clock.now();
  const steps = trials.map((participant) => left(participant, 'end').slice(0, 1));
  const noted = (participants: readonly Participant[], failure?: Failure) =>
    note({ participants, steps, share, durationMs: clock.now() - started, log }, failure);
  let participants = trials;
  try {
    const isCounted = participants.some(({ desired }) => desired.minInvocations > 0);
    const baked = await bake({
      share,
      forMs: watchMs(step.forMs, started, isCounted),
      settleMs: Math.max(...participants.map(({ desired }) => desired.settleMs)),
      trials: participants.map(trialOf),
      rules,
      alarms: ports.alarms,
      count: countingOf(participants, ports.traffic),
      clock,
      log,
      signal,
      deadline: budget.deadline,
      timeoutMs,
      async renew() {
        participants = await Promise.all(participants.map((participant) => renewLease(participant, share, context)));
        return isWell(participants);
      },
    });
    if (!baked) return { participants: noted(participants) };
    const { verdict } = baked;
    if (verdict.is === 'passed') for (const doubt of verdict.doubts) log.info(`Passed, although ${doubt}.`);
    return {
      baked,
      participants: noted(participants, verdict.is === 'breached' ? failureFor(verdict, share) : undefined),
    };
  } catch (error) {
    return { participants: noted(participants, failureFrom(error, signal)) };
  }
}

function failureFor({ because, hint }: Extract<Baked['verdict'], { is: 'breached' }>, share: number): Failure {
  return {
    code: 'canary-failed',
    message: `At ${inPercent(share)} of the users: ${because.join('; ')}.`,
    ...(hint && { hint }),
  };
}

/** How a watch ended, whose first step it was. */
interface Noted {
  readonly participants: readonly Participant[];
  readonly steps: readonly (readonly Step[])[];
  readonly share: number;
  readonly durationMs: number;
  readonly log: Log;
}

/**
 * As each step is noted and told when it is done; told in one line for all functions, since they were watched together.
 * Where there is failure of all, it becomes each one's; a lease that was lost is the failure of its function already.
 */
function note({ participants, steps, share, durationMs, log }: Noted, failure?: Failure): readonly Participant[] {
  const names = participants.map(({ desired }) => desired.functionName).join(', ');
  const own = participants.flatMap(({ observed }) => observed.failure ?? [])[0];
  const problem = (failure ?? own)?.message ?? '';
  log.info(`${problem ? 'failed' : 'done'}: watch the candidates of ${names} (${took(durationMs)})`);
  if (problem) log.info(problem);
  return participants.map((participant, index) => {
    const done = [...participant.done, ...(steps[index] ?? []).map((step) => ({ step, durationMs, problem }))];
    if (failure) return { ...withFailure(participant, { ...failure, of: 'all' }), done };
    return {
      ...participant,
      done,
      observed: problem ? participant.observed : { ...participant.observed, baked: share },
    };
  });
}

/** Writes the lease anew before it ends: a trial may be held open, for lack of data, for longer than it was planned. */
async function renewLease(participant: Participant, share: number, context: PromotionContext): Promise<Participant> {
  const { alias } = participant.observed;
  const canary = alias && canaryOf(alias);
  if (!canary || canary.until - context.clock.now() > LEASE_MARGIN_MS / 2) return participant;
  const stage = { desired: participant.desired, code: participant.code, context, checked: [] };
  const step = { do: 'shift', version: canary.version, from: share, to: share } as const;
  return { ...participant, observed: await applied<Observed, Step>(step, participant.observed, wayOf(stage), context) };
}
