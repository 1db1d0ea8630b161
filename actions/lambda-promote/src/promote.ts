import { UserError } from '@actions-aws/action';
import type { Outcome } from '@actions-aws/promotion';
import { observe } from './observe.ts';
import { advance, begin, left, type Part, type Phase } from './part.ts';
import { outcomeOf, type Trouble } from './plan.ts';
import type { Ports, Surroundings } from './ports.ts';
import type { Request } from './resolve.ts';
import { configurationChanges, inWords } from './words.ts';

/** How a promotion went, whatever its end. */
export interface Result {
  readonly outcome: Outcome;
  readonly parts: readonly Part[];
  /** Functions that may be missing, and are. */
  readonly skipped: readonly string[];
  /**
   * From the moment in which users of the first function reached the new version to that of the last, in milliseconds.
   * Lambda has no transaction over aliases, so it is never zero for more than one.
   */
  readonly cutoverWindowMs: number | undefined;
}

/**
 * Promotes functions as one: all are prepared before the first alias moves, and if anything goes wrong with one, the
 * aliases of all go back to where they were.
 */
export async function promote(
  requests: readonly Request[],
  options: { readonly dryRun: boolean; readonly ports: Ports; readonly surroundings: Surroundings },
): Promise<Result> {
  const { ports } = options;
  const { log, budget } = options.surroundings;
  const observations = await Promise.all(requests.map(({ desired }) => observe(desired, ports)));
  const skipped: string[] = [];
  const parts = requests.flatMap((request, index) => {
    const observation = observations[index];
    if (observation) return [begin(request, observation)];
    skipped.push(request.desired.functionName);
    return [];
  });
  // One order for all deployers: whoever moves the first alias that two lists share has won all of them.
  parts.sort((a, b) => (arnOf(a) < arnOf(b) ? -1 : 1));
  if (budget.credentialsEnd === undefined) {
    log.info('When the AWS credentials end is not known, so nothing checks that they outlive a rollback.');
  }
  await log.group('Plan', async () => {
    for (const name of skipped) log.info(`${name} is not there, and may be missing: it is passed over.`);
    for (const part of parts) showPlan(part, options.surroundings);
  });

  const told = { parts, skipped, cutoverWindowMs: undefined };
  const refused = parts.find(({ refusal }) => refusal)?.refusal;
  if (refused) return { ...told, outcome: refused.outcome };
  if (options.dryRun) return { ...told, outcome: 'planned' };
  if (parts.length === 0) return { ...told, outcome: 'noop' };

  const stop = deadlineSignal(options.surroundings);
  const surroundings = { ...options.surroundings, signal: stop.signal };
  try {
    const ended = await log.group('Apply', () => apply(parts, ports, surroundings));
    return { ...ended, skipped, outcome: worst(ended.parts) };
  } finally {
    stop.end();
  }
}

async function apply(
  begun: readonly Part[],
  ports: Ports,
  surroundings: Surroundings,
): Promise<Pick<Result, 'parts' | 'cutoverWindowMs'>> {
  const { clock, remember } = surroundings;
  const go = (parts: readonly Part[], phase: Phase) => together(parts, phase, ports, surroundings);

  let parts = await go(begun, 'prepare');
  let cutoverWindowMs: number | undefined;
  if (isWell(parts) && parts.some(isToMove)) {
    remember('moving');
    // The first moves alone: whoever loses it has nothing to take back, of its own or of a colleague's.
    const first = parts.find(isToMove);
    parts = await inPlace(
      parts,
      (part) => part === first,
      (some) => go(some, 'move'),
    );
    const began = clock.now();
    if (isWell(parts)) parts = await inPlace(parts, isToMove, (some) => go(some, 'move'));
    cutoverWindowMs = clock.now() - began;
  }
  if (isWell(parts)) parts = await go(parts, 'prove');
  if (isWell(parts)) {
    remember('verified');
    return { parts: await go(parts, 'end'), cutoverWindowMs };
  }
  return { parts: await go(shareTrouble(parts), 'end'), cutoverWindowMs };
}

/** Takes some parts through a phase at the same time; the trouble of one stops the others where they are. */
async function together(
  parts: readonly Part[],
  phase: Phase,
  ports: Ports,
  surroundings: Surroundings,
): Promise<readonly Part[]> {
  const sibling = new AbortController();
  const signal = AbortSignal.any([surroundings.signal, sibling.signal]);
  return Promise.all(
    parts.map(async (part) => {
      const next = await advance(part, phase, ports, { ...surroundings, signal });
      if (next.observed.trouble && !part.observed.trouble) sibling.abort(new UserError('Another function failed.'));
      return next;
    }),
  );
}

async function inPlace(
  parts: readonly Part[],
  which: (part: Part) => boolean,
  go: (some: readonly Part[]) => Promise<readonly Part[]>,
): Promise<readonly Part[]> {
  const chosen = parts.filter(which);
  const moved = await go(chosen);
  return parts.map((part) => moved[chosen.indexOf(part)] ?? part);
}

/** One verdict for all: what went wrong with one is wrong with each. */
function shareTrouble(parts: readonly Part[]): readonly Part[] {
  const own = parts.filter(({ observed }) => observed.trouble && observed.trouble.kind !== 'cancelled');
  const cause = own[0] ?? parts.find(({ observed }) => observed.trouble);
  const trouble = cause?.observed.trouble;
  if (!cause || !trouble) return parts;
  return parts.map((part) => {
    if (part === cause || own.includes(part)) return part;
    const message = `${cause.desired.functionName} is promoted together with this one. ${trouble.message}`;
    const shared: Trouble = { ...trouble, message };
    return { ...part, observed: { ...part.observed, trouble: shared } };
  });
}

function isToMove(part: Part): boolean {
  return left(part, 'move').some((step) => step.do === 'move');
}

function isWell(parts: readonly Part[]): boolean {
  return parts.every(({ observed }) => observed.trouble === undefined);
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
    'promoted',
    'noop',
  ];
  const outcomes = parts.map(({ observed, desired }) => outcomeOf(observed, desired));
  return order.find((one) => outcomes.includes(one)) ?? 'failed';
}

function showPlan(part: Part, { log }: Surroundings): void {
  for (const step of part.planned) log.info(inWords(step, part.desired));
  for (const { setting, from, to } of configurationChanges(part.before)) {
    log.info(`Goes to users of ${part.desired.functionName} along with the code: ${setting}, ${from} → ${to}`);
  }
  if (part.unread.length > 0) log.info(`Not looked at, for lack of permission: ${part.unread.join(', ')}.`);
}

function arnOf({ before }: Part): string {
  return before.latest.arn;
}

/** Aborts when the workflow is cancelled, or when the time is up. */
function deadlineSignal({ clock, signal, budget }: Surroundings): { readonly signal: AbortSignal; end(): void } {
  const ended = new AbortController();
  const late = new AbortController();
  const seconds = Math.round((budget.deadline - clock.now()) / 1000);
  const hint = 'Raise `timeout` if the function is only slow.';
  clock.sleep(Math.max(0, budget.deadline - clock.now()), ended.signal).then(
    () => late.abort(new UserError(`Time ran out after ${seconds} s.`, { hint })),
    () => {},
  );
  return { signal: AbortSignal.any([signal, late.signal]), end: () => ended.abort() };
}
