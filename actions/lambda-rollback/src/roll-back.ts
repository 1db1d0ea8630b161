import { inOneOrder, type Skipped } from '@actions-aws/lambda';
import { firstAlone, isWell, type Outcome, together } from '@actions-aws/promotion';
import type { Requests } from './inputs/resolve.ts';
import { advance, begin, isToMove, type Participant, type RollbackContext, shareFailure } from './participant.ts';
import { outcomeOf, outcomeOfAll } from './plan/plan.ts';
import { inWords, warningOf, warnOfImage } from './report/words.ts';
import { observe } from './steps/observe.ts';

/** How a rollback went, whatever its end. */
export interface Result {
  readonly outcome: Outcome;
  /** In the order in which the aliases move. */
  readonly participants: readonly Participant[];
  readonly skipped: readonly Skipped[];
  /**
   * From the moment in which users of the first function reached the version before to that of the last, in milliseconds,
   * where more than one moved. Lambda has no transaction over aliases.
   */
  readonly cutoverWindowMs: number | undefined;
}

/**
 * Takes aliases back as one: unless all can go back, none is touched. Where a live version says what it was promoted from,
 * that is three calls: GetAlias, GetFunction of the target, UpdateAlias; and nothing is waited for.
 */
export async function rollBack(
  requests: Requests,
  { dryRun }: { readonly dryRun: boolean },
  context: RollbackContext,
): Promise<Result> {
  const { ports, log } = context;
  const observations = await Promise.all(requests.desired.map((desired) => observe(desired, ports)));
  const skipped = [...requests.skipped];
  const looked = requests.desired.flatMap((desired, index) => {
    const observation = observations[index];
    if (observation && 'observed' in observation) return [begin(desired, observation.observed)];
    if (observation) skipped.push(observation);
    return [];
  });
  const begun = inOneOrder(looked, ({ desired, before }) => before.alias?.arn ?? desired.functionName);
  await log.group('Plan', async () => {
    for (const { functionName, why } of skipped) log.info(`${functionName} is passed over: ${why}.`);
    for (const participant of begun) showPlan(participant, context);
  });

  const ready = isWell(begun);
  if (ready && dryRun) return { outcome: 'planned', participants: begun, skipped, cutoverWindowMs: undefined };
  const ended = ready
    ? await log.group('Apply', () => apply(begun, context))
    : { participants: shareFailure(begun), cutoverWindowMs: undefined };
  const outcome = outcomeOfAll(ended.participants.map(({ observed, desired }) => outcomeOf(observed, desired)));
  return { ...ended, skipped, outcome };
}

async function apply(
  begun: readonly Participant[],
  context: RollbackContext,
): Promise<Pick<Result, 'participants' | 'cutoverWindowMs'>> {
  const prepared = await prepare(begun, context);
  if (!isWell(prepared)) return { participants: shareFailure(prepared), cutoverWindowMs: undefined };
  // From the first on there is no way but back: one that fails does not keep the others from safety.
  const { participants, windowMs } = await firstAlone(prepared, {
    isTurn: isToMove,
    go: (some) => Promise.all(some.map((participant) => advance(participant, 'move', context))),
    now: context.clock.now,
  });
  return { participants: shareFailure(participants), cutoverWindowMs: windowMs };
}

/** Wakes what sleeps, before the first alias moves; what cannot be woken stops the others' waiting. */
function prepare(begun: readonly Participant[], context: RollbackContext): Promise<readonly Participant[]> {
  return together(begun, context.signal, async (participant, signal) => {
    const ports = context.ports.under(signal);
    const next = await advance(participant, 'prepare', { ...context, signal, ports });
    // What stopped only because another could not be woken has no failure of its own.
    const isOthers = next.observed.failure?.code === 'stopped';
    return isOthers ? { ...next, observed: { ...next.observed, failure: undefined } } : next;
  });
}

function showPlan(participant: Participant, { log }: Pick<RollbackContext, 'log'>): void {
  const { desired, planned, observed } = participant;
  const { because, passedOver } = observed;
  for (const { why } of passedOver) log.info(`${desired.functionName}: ${why}.`);
  for (const step of planned) log.info(inWords(step, desired));
  const warning = warningOf(participant);
  if (warning) log.warning(warning, { title: 'Rolled back before' });
  warnOfImage(observed, log);
  if (observed.target) log.info(`Why version ${observed.target.version}: ${because}.`);
}
