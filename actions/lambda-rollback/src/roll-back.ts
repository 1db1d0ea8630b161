import { inOneOrder, type Skipped } from '@actions-aws/lambda';
import { type Failure, firstAlone, isWell, type Outcome, together } from '@actions-aws/promotion';
import { observe } from './observe.ts';
import { advance, begin, left, type Part, type Surroundings } from './part.ts';
import { outcomeOf, outcomeOfAll } from './plan.ts';
import type { Ports } from './ports.ts';
import type { Requests } from './resolve.ts';
import { inWords, warningOf } from './words.ts';

/** How a rollback went, whatever its end. */
export interface Result {
  readonly outcome: Outcome;
  /** In the order in which the aliases move. */
  readonly parts: readonly Part[];
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
  options: { readonly dryRun: boolean; readonly ports: Ports; readonly surroundings: Surroundings },
): Promise<Result> {
  const { ports, surroundings } = options;
  const observations = await Promise.all(requests.desired.map((desired) => observe(desired, ports)));
  const skipped = [...requests.skipped];
  const looked = requests.desired.flatMap((desired, index) => {
    const observation = observations[index];
    if (observation && 'observed' in observation) return [begin(desired, observation)];
    if (observation) skipped.push(observation);
    return [];
  });
  const begun = inOneOrder(looked, ({ desired, before }) => before.alias?.arn ?? desired.functionName);
  await surroundings.log.group('Plan', async () => {
    for (const { functionName, why } of skipped) surroundings.log.info(`${functionName} is passed over: ${why}.`);
    for (const part of begun) showPlan(part, surroundings);
  });

  const ready = isWell(begun);
  if (ready && options.dryRun) return { outcome: 'planned', parts: begun, skipped, cutoverWindowMs: undefined };
  const ended = ready
    ? await surroundings.log.group('Apply', () => apply(begun, ports, surroundings))
    : { parts: shareFailure(begun), cutoverWindowMs: undefined };
  const outcome = outcomeOfAll(ended.parts.map(({ observed, desired }) => outcomeOf(observed, desired)));
  return { ...ended, skipped, outcome };
}

async function apply(
  begun: readonly Part[],
  ports: Ports,
  surroundings: Surroundings,
): Promise<Pick<Result, 'parts' | 'cutoverWindowMs'>> {
  const prepared = await prepare(begun, ports, surroundings);
  if (!isWell(prepared)) return { parts: shareFailure(prepared), cutoverWindowMs: undefined };
  // From the first on there is no way but back: one that fails does not keep the others from safety.
  const move = (part: Part) => advance(part, 'move', ports, surroundings);
  const { parts, windowMs } = await firstAlone(prepared, {
    isTurn: isToMove,
    go: (some) => Promise.all(some.map(move)),
    now: surroundings.clock.now,
  });
  return { parts: shareFailure(parts), cutoverWindowMs: windowMs };
}

/** Wakes what sleeps, before the first alias moves; what cannot be woken stops the others' waiting. */
function prepare(begun: readonly Part[], ports: Ports, surroundings: Surroundings): Promise<readonly Part[]> {
  return together(begun, surroundings.signal, async (part, signal) => {
    const next = await advance(part, 'prepare', ports, { ...surroundings, signal });
    // What stopped only because another could not be woken has no failure of its own.
    const isOthers = next.observed.failure?.code === 'stopped';
    return isOthers ? { ...next, observed: { ...next.observed, failure: undefined } } : next;
  });
}

/** What keeps one from going back keeps those that have not moved yet. */
function shareFailure(parts: readonly Part[]): readonly Part[] {
  const cause = parts.find(({ observed }) => observed.failure);
  if (!cause?.observed.failure) return parts;
  const { code, message } = cause.observed.failure;
  const told = `${cause.desired.functionName} is rolled back together with this one. ${message}`;
  const shared: Failure = { code: code === 'pointer-unreadable' ? 'stopped' : code, message: told, of: 'another' };
  return parts.map((part) => (isToMove(part) ? { ...part, observed: { ...part.observed, failure: shared } } : part));
}

function isToMove(part: Part): boolean {
  return left(part, 'move').length > 0;
}

function showPlan(part: Part, { log }: Surroundings): void {
  const { desired, planned, observed } = part;
  const { because, passedOver } = observed;
  for (const { why } of passedOver) log.info(`${desired.functionName}: ${why}.`);
  for (const step of planned) log.info(inWords(step, desired));
  const warning = warningOf(part);
  if (warning) log.warning(warning, { title: 'Rolled back before' });
  if (observed.target) log.info(`Why version ${observed.target.version}: ${because}.`);
}
