import { showDuration, UserError, wasGivenUp } from '@actions-aws/action';
import {
  advance,
  type Done,
  type Failure,
  failureFrom,
  type Outcome,
  outcomeOfFailure,
  withinDeadline,
} from '@actions-aws/promotion';

import { outcomeOf, plan } from './plan/plan.ts';
import { refusal } from './plan/refusal.ts';
import type { Desired, Observed, Step } from './plan/state.ts';
import type { ImageContext } from './ports.ts';
import { inWords, verdictInWords, type Warning, warningsOf } from './report/words.ts';
import { type Look, observe } from './steps/observe.ts';
import { apply } from './steps/steps.ts';

/** How a promotion went, at any end. */
export interface Result {
  readonly outcome: Outcome;
  readonly desired: Desired;
  /** What is known at the end; nothing where not even the image was found. */
  readonly observed: Observed | undefined;
  readonly planned: readonly Step[];
  readonly done: readonly Done<Step>[];
  /** What the plan has warned of. */
  readonly warned: readonly Warning[];
  readonly failure: Failure | undefined;
}

/** Promotes an image: looks, says what follows, and does it step by step. */
export async function promote(
  desired: Desired,
  { dryRun, timeout }: { readonly dryRun: boolean; readonly timeout: number },
  context: ImageContext,
): Promise<Result> {
  const told = { desired, planned: [], done: [], warned: [] };
  return withinDeadline(context, `\`timeout\` is ${showDuration(timeout)}`, async (signal) => {
    const within = { ...context, signal };
    const look = await looked(desired, within);
    if ('failure' in look) {
      const { failure } = look;
      return { ...told, outcome: outcomeOfFailure(failure), observed: undefined, failure };
    }
    const { observed } = look;
    const refused = refusal(observed, desired);
    const planned = plan(observed).steps.filter((step) => step.do !== 'create' || desired.create);
    const showing = { observed, planned, desired, isRefused: refused !== undefined };
    await context.log.group('Plan', async () => showPlan(showing, context));
    const begun = { ...told, observed, planned, warned: warningsOf(observed, desired) };
    if (refused || dryRun) look.end();
    if (refused) return { ...begun, outcome: outcomeOfFailure(refused), failure: refused };
    if (dryRun) return { ...begun, outcome: 'planned', failure: undefined };
    const ended = await context.log.group('Apply', () => carryOut(look, planned, desired, within));
    const { failure } = ended.observed;
    return { ...begun, ...ended, outcome: outcomeOf(ended.observed, planned), failure };
  });
}

/** What was looked at; or why there is nothing to go on from. */
async function looked(desired: Desired, context: ImageContext): Promise<Look | { readonly failure: Failure }> {
  try {
    return await observe(desired, context);
  } catch (thrown) {
    if (!(thrown instanceof UserError) && !wasGivenUp(thrown, context.signal)) throw thrown;
    context.log.debug(String((thrown as Error).stack ?? thrown));
    return { failure: failureFrom(thrown, context.signal) };
  }
}

async function carryOut(
  { observed, candidate }: Look,
  planned: readonly Step[],
  desired: Desired,
  context: ImageContext,
): Promise<Pick<Result, 'done'> & { readonly observed: Observed }> {
  const participant = { desired, before: observed, observed, planned, done: [] };
  return advance<
    Observed,
    Step,
    typeof participant & { readonly done: readonly Done<Step>[]; readonly observed: Observed }
  >(
    participant,
    {
      left: (now) => plan(now).steps,
      apply: (step, now) => apply(step, now, desired, context, candidate),
      inWords: (step) => inWords(step, desired),
    },
    context,
  );
}

function showPlan(
  {
    observed,
    planned,
    desired,
    isRefused,
  }: Pick<Result, 'planned' | 'desired'> & { readonly observed: Observed; readonly isRefused: boolean },
  { log }: Pick<ImageContext, 'log'>,
): void {
  if (desired.source !== observed.digest) log.info(`${desired.source} is ${observed.digest}.`);
  if (isRefused && planned.length > 0) log.info('Refused: none of these steps is taken.');
  for (const step of planned) log.info(inWords(step, desired));
  if (planned.length === 0) log.info('There is nothing to do.');
  for (const { tag, verdict, now } of observed.moving) {
    if (now.digest !== observed.digest) log.info(`${verdictInWords(tag, verdict)}: ${verdict.why}.`);
  }
  for (const { message, title } of warningsOf(observed, desired)) log.warning(message, { title });
}
