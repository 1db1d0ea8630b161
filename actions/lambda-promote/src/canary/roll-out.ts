import { type Log, took } from '@actions-aws/action';
import { canaryOf } from '@actions-aws/lambda';
import { type Failure, failureFrom, firstAlone, inPercent, inPlace, isWell } from '@actions-aws/promotion';
import { applySafely, left, type Part } from '../part.ts';
import { LEASE_MARGIN_MS, shareOf, watchMs } from '../plan/canary.ts';
import type { Step } from '../plan/state.ts';
import type { Ports, Surroundings } from '../ports.ts';
import { type Go, withFailure } from '../together.ts';
import { type Baked, bake } from './bake.ts';
import { countingOf, trialOf } from './trials.ts';
import type { Rules } from './verdict.ts';

/** Where a roll-out has come to, and how each share was stood. */
export interface RolledOut {
  readonly parts: readonly Part[];
  readonly bakes: readonly Baked[];
}

/**
 * Gives the candidates share after share, all the same one at the same time, and watches each with one verdict for all.
 * Ends before the aliases move, or where something went wrong; taking them back is the caller's.
 */
export async function rollOut(
  begun: readonly Part[],
  how: {
    readonly rules: Rules;
    readonly ports: Ports;
    readonly surroundings: Surroundings;
    readonly go: Go;
    /** What the run was given, the canary's own times apart, in milliseconds. */
    readonly timeoutMs: number;
  },
): Promise<RolledOut> {
  const { go, surroundings } = how;
  const bakes: Baked[] = [];
  let { rules } = how;
  let parts = inStep(begun);
  for (;;) {
    const share = nextShare(parts);
    if (share === undefined || !isWell(parts)) return { parts, bakes };
    surroundings.remember('moving');
    const shifted = await firstAlone(parts, {
      isTurn: (part) => shareNow(part, 'shift') === share,
      go: (some) => go(some, 'shift'),
      now: surroundings.clock.now,
    });
    parts = shifted.parts;
    if (!isWell(parts)) return { parts, bakes };
    parts = await inPlace(
      parts,
      (part) => shareNow(part, 'bake') === share,
      async (trials) => {
        if (trials.length === 0) return trials;
        const ended = await watch(trials, share, { ...how, rules });
        if (ended.baked) bakes.push(ended.baked);
        rules = { ...rules, ignored: ended.baked?.ignored ?? rules.ignored };
        return ended.parts;
      },
    );
  }
}

/** After a crash between two functions, the one that is behind need not be watched at what both had come through. */
function inStep(parts: readonly Part[]): readonly Part[] {
  const furthest = Math.max(0, ...parts.map(({ observed, desired }) => shareOf(observed, desired)));
  return parts.map((part) => {
    const through = part.desired.canary.filter(({ share }) => share < furthest).at(-1)?.share ?? 0;
    return { ...part, observed: { ...part.observed, baked: Math.max(part.observed.baked, through) } };
  });
}

/** The lowest share that some function is to get, or to be watched at. */
function nextShare(parts: readonly Part[]): number | undefined {
  const shares = parts.flatMap((part) => shareNow(part, 'shift') ?? shareNow(part, 'bake') ?? []);
  return shares.length > 0 ? Math.min(...shares) : undefined;
}

/** The share of a part's very next step, if it is of this kind. */
function shareNow(part: Part, kind: 'shift' | 'bake'): number | undefined {
  const [next] = left(part, 'end');
  if (next?.do === 'shift' && kind === 'shift') return next.to;
  return next?.do === 'bake' && kind === 'bake' ? next.share : undefined;
}

/** Watches the candidates at one share. Whatever ends it badly becomes the failure of all. */
async function watch(
  trials: readonly Part[],
  share: number,
  { rules, ports, surroundings, timeoutMs }: Parameters<typeof rollOut>[1],
): Promise<{ readonly parts: readonly Part[]; readonly baked?: Baked }> {
  const { clock, log, signal, budget } = surroundings;
  const [step] = left(trials[0] as Part, 'end');
  if (step?.do !== 'bake') throw new Error('Nothing is to be watched. This is a bug.');
  const started = clock.now();
  const steps = trials.map((part) => left(part, 'end').slice(0, 1));
  const noted = (parts: readonly Part[], failure?: Failure) =>
    note({ parts, steps, share, durationMs: clock.now() - started, log }, failure);
  let parts = trials;
  try {
    const isCounted = parts.some(({ desired }) => desired.minInvocations > 0);
    const baked = await bake({
      share,
      forMs: watchMs(step.forMs, started, isCounted),
      settleMs: Math.max(...parts.map(({ desired }) => desired.settleMs)),
      trials: parts.map(trialOf),
      rules,
      alarms: ports.alarms,
      count: countingOf(parts, ports.traffic),
      clock,
      log,
      signal,
      deadline: budget.deadline,
      timeoutMs,
      async renew() {
        parts = await Promise.all(parts.map((part) => renewLease(part, share, ports, surroundings)));
        return isWell(parts);
      },
    });
    if (!baked) return { parts: noted(parts) };
    const { verdict } = baked;
    if (verdict.is === 'passed') for (const doubt of verdict.doubts) log.info(`Passed, although ${doubt}.`);
    return { baked, parts: noted(parts, verdict.is === 'breached' ? failureFor(verdict, share) : undefined) };
  } catch (error) {
    return { parts: noted(parts, failureFrom(error, signal)) };
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
  readonly parts: readonly Part[];
  readonly steps: readonly (readonly Step[])[];
  readonly share: number;
  readonly durationMs: number;
  readonly log: Log;
}

/**
 * As each step is noted and told when it is done; told in one line for all functions, since they were watched together.
 * Where there is failure of all, it becomes each one's; a lease that was lost is the failure of its function already.
 */
function note({ parts, steps, share, durationMs, log }: Noted, failure?: Failure): readonly Part[] {
  const names = parts.map(({ desired }) => desired.functionName).join(', ');
  const own = parts.flatMap(({ observed }) => observed.failure ?? [])[0];
  const problem = (failure ?? own)?.message ?? '';
  log.info(`${problem ? 'failed' : 'done'}: watch the candidates of ${names} (${took(durationMs)})`);
  if (problem) log.info(problem);
  return parts.map((part, index) => {
    const done = [...part.done, ...(steps[index] ?? []).map((step) => ({ step, durationMs, problem }))];
    if (failure) return { ...withFailure(part, failure), done };
    return { ...part, done, observed: problem ? part.observed : { ...part.observed, baked: share } };
  });
}

/** Writes the lease anew before it ends: a trial may be held open, for lack of data, for longer than it was planned. */
async function renewLease(part: Part, share: number, ports: Ports, surroundings: Surroundings): Promise<Part> {
  const { alias } = part.observed;
  const canary = alias && canaryOf(alias);
  if (!canary || canary.until - surroundings.clock.now() > LEASE_MARGIN_MS / 2) return part;
  const stage = { desired: part.desired, code: part.code, ports, surroundings, checked: [] };
  const step = { do: 'shift', version: canary.version, from: share, to: share } as const;
  return { ...part, observed: await applySafely(step, part.observed, stage) };
}
