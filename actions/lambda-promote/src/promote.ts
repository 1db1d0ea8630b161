import { showDuration } from '@actions-aws/action';
import { inOneOrder, type Skipped } from '@actions-aws/lambda';
import {
  firstAlone,
  isWell,
  type Outcome,
  outcomeOfFailure,
  withFailure,
  withinDeadline,
  worstOf,
} from '@actions-aws/promotion';
import type { Baked } from './canary/bake.ts';
import { type AlarmSettings, guard, guardShare } from './canary/guard.ts';
import { rollOut } from './canary/roll-out.ts';
import type { Request } from './inputs/resolve.ts';
import { begin, type Participant } from './participant.ts';
import { canaryMs } from './plan/canary.ts';
import { candidateOf } from './plan/ownership.ts';
import { outcomeOf } from './plan/plan.ts';
import { notChecked } from './plan/refusal.ts';
import type { PromotionContext } from './ports.ts';
import { carriedOver, changesInWords, inWords, oldVersionsInUse, unprovedUsersInWords } from './report/words.ts';
import { observe } from './steps/observe.ts';
import { warnOfTakenBack } from './steps/stage.ts';
import { goTogether, isToMove, shareFailure } from './together.ts';

/** How a promotion went, whatever its end. */
export interface Result {
  readonly outcome: Outcome;
  readonly participants: readonly Participant[];
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
export async function promote(requests: readonly Request[], asked: Asked, context: PromotionContext): Promise<Result> {
  const { ports, log, budget, clock } = context;
  const observations = await Promise.all(requests.map(({ desired }) => observe(desired, ports, clock.now())));
  const skipped: Skipped[] = [];
  let participants: readonly Participant[] = requests.flatMap((request, index) => {
    const observed = observations[index];
    if (observed) return [begin(request, observed)];
    skipped.push({ functionName: request.desired.functionName, why: 'there is no such function' });
    return [];
  });
  participants = inOneOrder(participants, ({ before }) => before.latest.arn);
  const guarded = await guard(participants, asked, context);
  participants = participants.map((participant) => ({
    ...participant,
    refusal: participant.refusal ?? guarded.refusal,
  }));
  if (budget.doubt) log.warning(budget.doubt, { title: 'The AWS credentials may end before the run' });
  else if (budget.credentialsEnd === undefined) {
    log.info(
      'When the AWS credentials end is not known, so nothing checks that they outlive a rollback: `credentials-expire-at` says it.',
    );
  }
  await log.group('Plan', async () => {
    for (const { functionName, why } of skipped) log.info(`${functionName} is passed over: ${why}.`);
    for (const participant of participants) showPlan(participant, context);
  });

  const told = { participants, skipped, bakes: [], cutoverWindowMs: undefined };
  const refused = participants.find(({ refusal }) => refusal)?.refusal;
  if (refused) return { ...told, outcome: outcomeOfFailure(refused) };
  if (asked.dryRun) return { ...told, outcome: 'planned' };
  if (participants.length === 0) return { ...told, outcome: 'noop' };

  const { failure } = guarded;
  if (failure) participants = participants.map((participant) => withFailure(participant, { ...failure, of: 'all' }));
  const ended = await withinDeadline(context, timeIn(asked, participants), (signal) =>
    log.group('Apply', () => apply(participants, asked, { ...context, signal })),
  );
  const outcomes = ended.participants.map(({ observed, desired }) => outcomeOf(observed, desired));
  return { ...ended, skipped, outcome: worstOf(outcomes, 'promote') };
}

async function apply(
  begun: readonly Participant[],
  asked: Asked,
  context: PromotionContext,
): Promise<Pick<Result, 'participants' | 'bakes' | 'cutoverWindowMs'>> {
  const { clock, remember } = context;
  const go = goTogether(context);
  const ready = await guardShare(await go(begun, 'prepare'), asked, context);
  let { participants, bakes } = await rollOut(ready.participants, {
    rules: ready.rules,
    context,
    go,
    timeoutMs: asked.timeout,
  });
  let cutoverWindowMs: number | undefined;
  // Before the aliases move, what is live is remembered; in a roll-out it was on trial until now.
  if (isWell(participants)) participants = await go(participants, 'hold');
  if (isWell(participants) && participants.some(isToMove)) {
    remember('moving');
    const moved = await firstAlone(participants, { isTurn: isToMove, go: (some) => go(some, 'move'), now: clock.now });
    participants = moved.participants;
    cutoverWindowMs = moved.windowMs;
  }
  if (isWell(participants)) participants = await go(participants, 'prove');
  if (isWell(participants)) remember('verified');
  return { participants: await go(shareFailure(participants), 'end'), bakes, cutoverWindowMs };
}

function showPlan(participant: Participant, { log }: PromotionContext): void {
  const { before, desired, planned } = participant;
  warnOfTakenBack(before, candidateOf(before, desired), desired, log);
  const unproved = unprovedUsersInWords(before, desired);
  if (unproved) log.warning(unproved, { title: 'Users reach $LATEST' });
  for (const step of planned) log.info(inWords(step, desired));
  for (const change of changesInWords(before, desired)) log.info(change);
  for (const one of carriedOver(before, planned))
    log.info(`Stays with the new code of ${desired.functionName}: ${one}.`);
  for (const old of oldVersionsInUse(before))
    log.info(`Stays, of the old versions of ${desired.functionName}: ${old}.`);
  const unread = notChecked(before);
  if (unread.length > 0) log.info(`Not looked at, for lack of permission: ${unread.join(', ')}.`);
}

/** The time that a run has, as its workflow gave it. */
function timeIn({ timeout }: Asked, participants: readonly Participant[]): string {
  const { canary = [], until, settleMs: settle = 0, minInvocations = 0 } = participants[0]?.desired ?? {};
  const functions = participants.map(({ desired }) => ({ 'min-invocations': desired.minInvocations }));
  const ownMs = canaryMs({ canary, until, settle, minInvocations, functions });
  return `\`timeout\` is ${showDuration(timeout)}${ownMs > 0 ? `, and its canary takes ${showDuration(ownMs)}` : ''}`;
}
