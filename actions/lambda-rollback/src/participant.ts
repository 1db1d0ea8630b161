import { awaken, backFrom, isClaimed, UnusableVersionError } from '@actions-aws/lambda';
import {
  advance as advanceOne,
  type Context,
  type Participant as OneOfMany,
  shareFailure as share,
} from '@actions-aws/promotion';
import { type Desired, type Observed, plan, type Step } from './plan/plan.ts';
import type { Ports } from './ports.ts';
import { inWords, overtaken, unwakeable, warnOfImage } from './report/words.ts';
import { withNextTarget } from './steps/observe.ts';

/** What a rollback acts in. Nothing is left for `post`: there is no way but back. */
export type RollbackContext = Omit<Context<Ports>, 'remember'>;

/** One function that takes part in a rollback, as far as it has come. */
export type Participant = OneOfMany<Desired, Observed, Step>;

/** A participant at its start. */
export function begin(desired: Desired, observed: Observed): Participant {
  return { desired, before: observed, observed, planned: plan(observed, desired).steps, done: [] };
}

/** What is left to do before users are touched, or in all. */
export function left(
  { observed, desired }: Pick<Participant, 'observed' | 'desired'>,
  phase: 'prepare' | 'move',
): readonly Step[] {
  const { steps } = plan(observed, desired);
  return phase === 'prepare' ? steps.filter((step) => step.do !== 'move') : steps;
}

/** Whether the alias is to move. */
export function isToMove(participant: Participant): boolean {
  return left(participant, 'move').length > 0;
}

/** What keeps one from going back keeps those that have not moved yet. */
export function shareFailure(participants: readonly Participant[]): readonly Participant[] {
  return share(participants, {
    nameOf: ({ desired }) => desired.functionName,
    verb: 'rolled back',
    concerns: isToMove,
  });
}

/** Applies step after step until the phase is over, or something went wrong: the others go on, and all is reported. */
export function advance(
  participant: Participant,
  phase: 'prepare' | 'move',
  context: RollbackContext,
): Promise<Participant> {
  const { desired } = participant;
  return advanceOne<Observed, Step, Participant>(
    participant,
    {
      left: (observed) => left({ observed, desired }, phase),
      apply: (step, observed) => apply(step, observed, desired, context),
      inWords: (step) => inWords(step, desired),
    },
    context,
  );
}

async function apply(
  step: Step,
  observed: Observed,
  desired: Desired,
  { ports, log, clock, signal, budget: { deadline } }: RollbackContext,
): Promise<Observed> {
  const { functionName, owner } = desired;
  if (step.do === 'awaken') {
    try {
      return { ...observed, target: await awaken(functionName, step.version, { ...ports, clock, signal, deadline }) };
    } catch (error) {
      if (!(error instanceof UnusableVersionError)) throw error;
      const failed = { version: step.version, why: unwakeable(error.why, observed) };
      log.info(`${failed.why}.`);
      const next = await withNextTarget(observed, failed, desired, ports);
      warnOfImage(next, log);
      return next;
    }
  }
  const { alias } = observed;
  if (!alias) throw new Error(`A plan moves an alias of ${functionName} that is not there. This is a bug.`);
  const content = backFrom(alias, step.to, { action: 'lambda-rollback', owner, at: clock.now() });
  const provisioned = Object.keys(alias.weights).length > 0;
  const swap = await ports.aliases.move(functionName, alias, content, { provisioned, signal });
  // A newer run has noted there that it found its version: what this run takes back is live still.
  if (swap.won || isClaimed(swap.alias, alias)) return { ...observed, alias: swap.alias ?? alias };
  return { ...observed, alias: swap.alias ?? alias, failure: overtaken(swap.alias, desired) };
}
