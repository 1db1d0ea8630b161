import { type Clock, type Log, UserError } from '@actions-aws/action';
import {
  type Aliases,
  awaken,
  backFrom,
  type Invocations,
  UncertainAliasError,
  type Versions,
} from '@actions-aws/lambda';
import { converge, type Outcome } from '@actions-aws/promotion';
import { type Desired, type Observed, outcomeOf, plan, type Step, settled } from './plan.ts';
import { findTarget } from './targets.ts';
import { inWords } from './words.ts';

/** All that a rollback reaches outside of itself. */
export interface Ports {
  readonly aliases: Aliases;
  readonly versions: Versions;
  readonly invocations: Invocations;
}

/** What a rollback runs in. */
export interface Surroundings {
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** How a rollback went. */
export interface Result {
  readonly outcome: Outcome;
  readonly before: Observed;
  readonly after: Observed;
  readonly because: string;
  readonly planned: readonly Step[];
  readonly passedOver: readonly string[];
}

/**
 * Takes the alias back. Where the live version says what it was promoted from, that is three calls: GetAlias, GetFunction
 * of the target, UpdateAlias; and nothing is waited for.
 *
 * @throws UserError if there is no alias, or nothing to go back to.
 */
export async function rollBack(
  desired: Desired,
  options: {
    readonly dryRun: boolean;
    readonly ports: Ports;
    readonly surroundings: Surroundings;
  },
): Promise<Result> {
  const { ports, surroundings } = options;
  const { log } = surroundings;
  const { functionName } = desired;
  const live = await ports.aliases.read(functionName, desired.alias);
  if (!live) {
    throw new UserError(`There is no alias ${desired.alias} of ${functionName}, or no such function.`, {
      hint: 'Look at `functions`, `alias` and AWS_REGION: the first promotion makes the alias.',
    });
  }
  const resting: Observed = { alias: live, target: undefined, overtaken: false, uncertain: undefined };
  const already = settled(resting, desired);
  if (already) return { outcome: already, before: resting, after: resting, because: '', planned: [], passedOver: [] };

  const { target, passedOver } = await findTarget({
    ...ports,
    functionName,
    live,
    toVersion: desired.toVersion,
    companion: () => ports.aliases.read(functionName, `${desired.alias}-previous`),
  });
  if (!target) {
    throw new UserError(
      `There is nothing to go back to from version ${live.version} of ${functionName}: ${passedOver.join('; ') || 'no version before it was proved, and none is remembered'}.`,
      { hint: 'Name a version that is there in `to-version`.' },
    );
  }
  const before: Observed = { ...resting, target: target.version };
  const planned = plan(before, desired).steps;
  const base = { before, planned, passedOver, because: target.because };
  await log.group('Plan', async () => {
    for (const one of passedOver) log.info(`Passed over: ${one}.`);
    for (const step of planned) log.info(inWords(step, desired));
    log.info(`Why version ${target.version.version}: ${target.because}.`);
  });
  if (options.dryRun) return { ...base, outcome: 'planned', after: before };

  const after = await converge({
    observed: before,
    plan: (observed) => plan(observed, desired),
    apply: (step: Step, observed: Observed) => apply(step, observed, desired, ports, surroundings),
  });
  return { ...base, outcome: outcomeOf(after, desired), after };
}

async function apply(
  step: Step,
  observed: Observed,
  { functionName, owner }: Desired,
  ports: Ports,
  { clock, signal, deadline }: Surroundings,
): Promise<Observed> {
  signal.throwIfAborted();
  if (step.do === 'awaken') {
    return { ...observed, target: await awaken(functionName, step.version, { ...ports, clock, signal, deadline }) };
  }
  const content = backFrom(observed.alias, step.to, { action: 'lambda-rollback', owner });
  try {
    const swap = await ports.aliases.move(functionName, observed.alias, content, {
      provisioned: Object.keys(observed.alias.weights).length > 0,
    });
    if (swap.won) return { ...observed, alias: swap.alias };
    return { ...observed, alias: swap.alias ?? observed.alias, overtaken: true };
  } catch (error) {
    if (error instanceof UncertainAliasError) return { ...observed, uncertain: error };
    throw error;
  }
}
