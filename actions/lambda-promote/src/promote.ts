import { UserError } from '@actions-aws/action';
import { UncertainAliasError } from '@actions-aws/lambda';
import { converge, type Outcome } from '@actions-aws/promotion';
import { observe } from './observe.ts';
import type { Package } from './package.ts';
import { type Desired, type Observed, outcomeOf, plan, type Step, type Trouble } from './plan.ts';
import type { Ports, Surroundings } from './ports.ts';
import type { CheckResult } from './prove.ts';
import { type Refusal, refusal } from './refusal.ts';
import { APPLY, type Stage } from './steps.ts';
import { configurationChanges, inWords, took } from './words.ts';

/** A step that was applied, and how that went. */
export interface Done {
  readonly step: Step;
  readonly durationMs: number;
  /** Why it did not go well; empty when it did. */
  readonly problem: string;
}

/** How a promotion went, whatever its end. */
export interface Result {
  readonly outcome: Outcome;
  readonly before: Observed;
  readonly after: Observed;
  /** What was to be done, as it was seen at the start. */
  readonly planned: readonly Step[];
  readonly done: readonly Done[];
  readonly checks: readonly CheckResult[];
  readonly unread: readonly string[];
  readonly refusal: Refusal | undefined;
}

/** Promotes one function: observes, plans, shows the plan, and applies it until nothing is left or it must be taken back. */
export async function promote(
  desired: Desired,
  code: Package | undefined,
  options: { readonly dryRun: boolean; readonly ports: Ports; readonly surroundings: Surroundings },
): Promise<Result> {
  const { log, clock, budget } = options.surroundings;
  const { observed: before, unread } = await observe(desired, options.ports);
  const planned = plan(before, desired).steps;
  const refused = refusal(before, desired);
  if (budget.credentialsEnd === undefined) {
    log.info('When the AWS credentials end is not known, so nothing checks that they outlive a rollback.');
  }
  await log.group('Plan', async () => {
    for (const step of planned) log.info(inWords(step, desired));
    for (const { setting, from, to } of configurationChanges(before)) {
      log.info(`Goes to users along with the code: ${setting}, ${from} → ${to}`);
    }
    if (unread.length > 0) log.info(`Not looked at, for lack of permission: ${unread.join(', ')}.`);
  });
  const base = { before, planned, unread, refusal: refused };
  if (refused) return { ...base, outcome: refused.outcome, after: before, done: [], checks: [] };
  if (options.dryRun) return { ...base, outcome: 'planned', after: before, done: [], checks: [] };

  const done: Done[] = [];
  const stop = deadlineSignal(options.surroundings);
  const stage: Stage = {
    desired,
    code,
    ports: options.ports,
    surroundings: { ...options.surroundings, signal: stop.signal },
    checked: [],
  };
  const after = await log
    .group('Apply', () =>
      converge({
        observed: before,
        plan: (observed) => plan(observed, desired),
        async apply(step: Step, observed: Observed) {
          const started = clock.now();
          const next = await applySafely(step, observed, stage);
          const problem = next.trouble === observed.trouble && !next.stuck ? '' : (next.trouble?.message ?? '');
          const durationMs = clock.now() - started;
          done.push({ step, durationMs, problem });
          log.info(`${problem ? 'failed' : 'done'}: ${inWords(step, desired)} (${took(durationMs)})`);
          if (problem) log.info(problem);
          return next;
        },
      }),
    )
    .finally(stop.end);
  return { ...base, outcome: outcomeOf(after, desired), after, done, checks: stage.checked };
}

/** Applies a step so that whatever it throws becomes trouble that the next plan answers. */
async function applySafely(step: Step, observed: Observed, stage: Stage): Promise<Observed> {
  const { surroundings } = stage;
  try {
    if (step.do !== 'move-back') surroundings.signal.throwIfAborted();
    return await (APPLY[step.do] as (...given: unknown[]) => Promise<Observed>)(step, observed, stage);
  } catch (error) {
    const stopped = surroundings.signal.aborted;
    const { message, hint } = (stopped ? surroundings.signal.reason : error) as UserError;
    if (step.do === 'prune') {
      // Users are served by the right version: what is left over is no reason to take it from them.
      surroundings.log.warning(`${message} ${hint ?? ''}`.trim(), { title: 'Old versions were not pruned' });
      return { ...observed, versions: [] };
    }
    if (observed.restored) {
      surroundings.log.info(message);
      return { ...observed, provisioned: { ready: false, failure: message } };
    }
    if (step.do === 'move-back') {
      const told = `${observed.trouble?.message ?? ''} Moving back failed as well: ${message}`.trim();
      const unreadable = error instanceof UncertainAliasError;
      return {
        ...observed,
        stuck: true,
        unreadable,
        trouble: { ...(observed.trouble ?? { kind: 'error' }), message: told },
      };
    }
    surroundings.log.debug(String((error as Error).stack ?? error));
    const trouble: Trouble = { kind: stopped ? 'cancelled' : 'error', message, ...(hint && { hint }) };
    return { ...observed, trouble, unreadable: step.do === 'move' && error instanceof UncertainAliasError };
  }
}

/** Aborts when the workflow is cancelled, or when the time is up. */
function deadlineSignal({ clock, signal, budget }: Surroundings): { readonly signal: AbortSignal; end(): void } {
  const ended = new AbortController();
  const late = new AbortController();
  const seconds = Math.round((budget.deadline - clock.now()) / 1000);
  clock.sleep(Math.max(0, budget.deadline - clock.now()), ended.signal).then(
    () =>
      late.abort(
        new UserError(`Time ran out after ${seconds} s.`, { hint: 'Raise `timeout` if the function is only slow.' }),
      ),
    () => {},
  );
  return { signal: AbortSignal.any([signal, late.signal]), end: () => ended.abort() };
}
