import type { Plan } from './converge.ts';
import { advance, type Observable, type Participant } from './participant.ts';

/** What a rollback of one participant observes. */
export interface ObservedBack extends Observable {
  /** Nothing tells what the pointer holds after a write. */
  readonly isUnreadable: boolean;
}

/** How a participant that goes back, and nowhere else, is planned and told of. */
export interface WayBack<Desired, Observed extends ObservedBack, Step> {
  plan(observed: Observed, desired: Desired): Plan<Step>;
  inWords(step: Step, desired: Desired): string;
  /** What a write throws where nothing tells what has come of it. */
  readonly Uncertain: new (
    ...given: never[]
  ) => Error;
}

/** A participant at the start of its rollback. */
export function beginBack<Desired, Observed extends ObservedBack, Step>(
  desired: Desired,
  observed: Observed,
  { plan }: Pick<WayBack<Desired, Observed, Step>, 'plan'>,
): Participant<Desired, Observed, Step> {
  return { desired, before: observed, observed, planned: plan(observed, desired).steps, done: [] };
}

/** Applies step after step until a participant is back, or something went wrong. */
export function advanceBack<Desired, Observed extends ObservedBack, Step>(
  participant: Participant<Desired, Observed, Step>,
  { plan, inWords, Uncertain }: WayBack<Desired, Observed, Step>,
  apply: (step: Step, observed: Observed) => Promise<Observed>,
  context: Parameters<typeof advance>[2],
): Promise<Participant<Desired, Observed, Step>> {
  const { desired } = participant;
  return advance<Observed, Step, Participant<Desired, Observed, Step>>(
    participant,
    {
      left: (observed) => plan(observed, desired).steps,
      apply,
      afterFailure: (_step, observed, failure, thrown) => ({
        ...observed,
        failure,
        isUnreadable: thrown instanceof Uncertain,
      }),
      inWords: (step) => inWords(step, desired),
    },
    context,
  );
}
