import { showDuration } from '@actions-aws/action';
import { inOneOrder, type Skipped } from '@actions-aws/lambda';
import { firstAlone, isWell, kindOf, type Outcome } from '@actions-aws/promotion';
import type { Baked } from './canary/bake.ts';
import { type AlarmSettings, guard, guardShare } from './canary/guard.ts';
import { rollOut } from './canary/roll-out.ts';
import { withinDeadline } from './deadline.ts';
import type { Request } from './inputs/resolve.ts';
import { begin, type Part } from './part.ts';
import { canaryMs } from './plan/canary.ts';
import { outcomeOf } from './plan/plan.ts';
import { readable } from './plan/refusal.ts';
import type { Ports, Surroundings } from './ports.ts';
import { changesInWords, inWords } from './report/words.ts';
import { observe } from './steps/observe.ts';
import { goTogether, isToMove, shareFailure, withFailure } from './together.ts';

/** How a promotion went, whatever its end. */
export interface Result {
  readonly outcome: Outcome;
  readonly parts: readonly Part[];
  /** Functions that may be missing, and are. */
  readonly skipped: readonly Skipped[];
  /** How the candidates stood each share of the users that they got before all. */
  readonly bakes: readonly Baked[];
  /**
   * From the moment in which users of the first function reached the new version to that of the last, in milliseconds,
   * where more than one moved. Lambda has no transaction over aliases.
   */
  readonly cutoverWindowMs: number | undefined;
}

/** What holds for all functions of a run, as the workflow gives it. */
export interface Asked extends AlarmSettings {
  readonly dryRun: boolean;
  /** How long the run may take, its canary's own times apart, in milliseconds. */
  readonly timeout: number;
}

/**
 * Promotes functions as one: all are prepared before the first alias moves, and if anything goes wrong with one, the
 * aliases of all go back to where they were.
 */
export async function promote(
  requests: readonly Request[],
  options: {
    readonly asked: Asked;
    readonly ports: Ports;
    readonly surroundings: Surroundings;
  },
): Promise<Result> {
  const { ports } = options;
  const { log, budget, clock } = options.surroundings;
  const observations = await Promise.all(requests.map(({ desired }) => observe(desired, ports, clock.now())));
  const skipped: Skipped[] = [];
  let parts: readonly Part[] = requests.flatMap((request, index) => {
    const observed = observations[index];
    if (observed) return [begin(request, observed)];
    skipped.push({ functionName: request.desired.functionName, why: 'there is no such function' });
    return [];
  });
  parts = inOneOrder(parts, ({ before }) => before.latest.arn);
  const guarded = await guard(parts, options.asked, ports, options.surroundings);
  parts = parts.map((part) => ({ ...part, refusal: part.refusal ?? guarded.refusal }));
  if (budget.doubt) log.warning(budget.doubt, { title: 'The AWS credentials may end before the run' });
  else if (budget.credentialsEnd === undefined) {
    log.info('When the AWS credentials end is not known, so nothing checks that they outlive a rollback.');
  }
  await log.group('Plan', async () => {
    for (const { functionName, why } of skipped) log.info(`${functionName} is passed over: ${why}.`);
    for (const part of parts) showPlan(part, options.surroundings);
  });

  const told = { parts, skipped, bakes: [], cutoverWindowMs: undefined };
  const refused = parts.find(({ refusal }) => refusal)?.refusal;
  if (refused) return { ...told, outcome: kindOf(refused) === 'superseded' ? 'superseded' : 'failed' };
  if (options.asked.dryRun) return { ...told, outcome: 'planned' };
  if (parts.length === 0) return { ...told, outcome: 'noop' };

  const { failure } = guarded;
  if (failure) parts = parts.map((part) => withFailure(part, failure));
  const ended = await withinDeadline(options.surroundings, timeIn(options.asked, parts), (signal) =>
    log.group('Apply', () => apply(parts, options.asked, ports, { ...options.surroundings, signal })),
  );
  return { ...ended, skipped, outcome: worst(ended.parts) };
}

async function apply(
  begun: readonly Part[],
  asked: Asked,
  ports: Ports,
  surroundings: Surroundings,
): Promise<Pick<Result, 'parts' | 'bakes' | 'cutoverWindowMs'>> {
  const { clock, remember } = surroundings;
  const go = goTogether(ports, surroundings);
  const ready = await guardShare(await go(begun, 'prepare'), asked, ports, surroundings);
  let { parts, bakes } = await rollOut(ready.parts, {
    rules: ready.rules,
    ports,
    surroundings,
    go,
    timeoutMs: asked.timeout,
  });
  let cutoverWindowMs: number | undefined;
  // Before the aliases move, what is live is remembered; in a roll-out it was on trial until now.
  if (isWell(parts)) parts = await go(parts, 'hold');
  if (isWell(parts) && parts.some(isToMove)) {
    remember('moving');
    const moved = await firstAlone(parts, { isTurn: isToMove, go: (some) => go(some, 'move'), now: clock.now });
    parts = moved.parts;
    cutoverWindowMs = moved.windowMs;
  }
  if (isWell(parts)) parts = await go(parts, 'prove');
  if (isWell(parts)) remember('verified');
  return { parts: await go(shareFailure(parts), 'end'), bakes, cutoverWindowMs };
}

/** The outcome of all is that of the one that ended worst. */
function worst(parts: readonly Part[]): Outcome {
  const order: readonly Outcome[] = [
    'unknown',
    'rollback-failed',
    'superseded',
    'rolled-back',
    'rejected',
    'failed',
    'held',
    'promoted',
    'noop',
  ];
  const outcomes = parts.map(({ observed, desired }) => outcomeOf(observed, desired));
  return order.find((one) => outcomes.includes(one)) ?? 'failed';
}

function showPlan(part: Part, { log }: Surroundings): void {
  for (const step of part.planned) log.info(inWords(step, part.desired));
  for (const change of changesInWords(part.before, part.desired)) log.info(change);
  const { unread } = part.before;
  if (unread.length > 0) log.info(`Not looked at, for lack of permission: ${unread.map(readable).join(', ')}.`);
}

/** The time that a run has, as its workflow gave it. */
function timeIn({ timeout }: Asked, parts: readonly Part[]): string {
  const { canary = [], until, settleMs: settle = 0, minInvocations = 0 } = parts[0]?.desired ?? {};
  const functions = parts.map(({ desired }) => ({ 'min-invocations': desired.minInvocations }));
  const ownMs = canaryMs({ canary, until, settle, minInvocations, functions });
  return `\`timeout\` is ${showDuration(timeout)}${ownMs > 0 ? `, and its canary takes ${showDuration(ownMs)}` : ''}`;
}
