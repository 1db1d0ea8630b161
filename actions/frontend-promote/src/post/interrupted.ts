import { UserError } from '@actions-aws/action';
import { finishInterrupted as finish } from '@actions-aws/promotion';
import { backTo, noteBack, type Pointer } from '@actions-aws/site';
import type { FrontendPromote } from '../inputs/inputs.ts';
import { ACTION } from '../plan/ownership.ts';
import type { Desired } from '../plan/state.ts';
import type { Ports } from '../ports.ts';

/** The site whose pointer a run may move. */
export interface Place {
  readonly bucket: string;
  /** Of the distribution. */
  readonly app: string;
  /** Where the run moves it. */
  readonly release: string;
}

/** What `main` keeps for the end of the job: who it is, and the pointer that it may move. */
export function leftBy({ bucket, app, staged, deployer }: Desired) {
  return { nonce: deployer.owner.nonce, places: [{ bucket, app, release: staged.release } satisfies Place] };
}

/**
 * The end of the job. Usually there is nothing to do. A `main` that was killed between moving the pointer and seeing what users get
 * leaves an unproved release with them: then the pointer goes back, if it still holds what we wrote.
 */
export function finishInterrupted(
  run: Pick<FrontendPromote, 'state' | 'log' | 'summary' | 'fail' | 'clock'>,
  open: (place: Place) => Ports,
): Promise<void> {
  return finish(run, { action: ACTION, isPlace, takeBack: (place, nonce) => takeBack(open(place), place, nonce, run) });
}

function isPlace(value: unknown): value is Place {
  const { bucket, app, release } = (value ?? {}) as Record<string, unknown>;
  return [bucket, app, release].every((one) => typeof one === 'string');
}

/**
 * Takes back what was written by a run of this nonce, and says what became of it.
 *
 * @throws UserError if it was the first promotion, or if nothing tells any more whose the release is that users get.
 */
async function takeBack(
  ports: Ports,
  { app, release: ours }: Place,
  nonce: string,
  { clock, log }: Pick<FrontendPromote, 'clock' | 'log'>,
): Promise<string> {
  const { app: pointer } = ports;
  const current = await shown(pointer, nonce, clock);
  const { mark, release } = current;
  const isOurs = mark?.owner?.nonce === nonce;
  if (isOurs && mark.undid) return `Interrupted, but the pointer of ${app} is back on ${release} already.`;
  if (mark === undefined && release === ours) {
    throw new UserError(
      `Interrupted before the release ${release} was seen to be well on ${app}, where it is live. Who moved the pointer is not written there any more, so it was left as it is.`,
      {
        hint: 'Infrastructure code must leave the pointer alone, its comment included. Look at APP, and run frontend-rollback with `to` if it is not well.',
      },
    );
  }
  if (!isOurs || !mark.owner) {
    return `Interrupted before the pointer of ${app} was moved, or another writer has moved it since: nothing to take back.`;
  }
  if (!mark.from) {
    throw new UserError(`Interrupted after the first promotion of ${app}, which was not proved there.`, {
      hint: 'Run the job again: it goes on from there. There is no release before to go back to.',
    });
  }
  const content = backTo(current, mark.from, { action: ACTION, owner: mark.owner, at: clock.now() });
  const unnoted = await noteBack({ site: app, current, content }, { ports, clock });
  if (unnoted !== '') log.warning(unnoted, { title: 'The history of the site' });
  const swap = await pointer.point(current, content);
  if (!swap.won) return `Another writer moved the pointer of ${app} meanwhile: nothing to take back.`;
  return `Interrupted before the release ${release} was seen to be well on ${app}: the pointer is back on ${mark.from}, and edges follow within ${current.kind === 'origin-path' ? 'minutes' : 'seconds'}.`;
}

/** How long a write of `main` is looked for, in milliseconds: AWS does not say that a store shows at once what was written. */
const SHOWN_WITHIN_MS = 5_000;
const LOOK_MS = 1_000;

async function shown(pointer: Ports['app'], nonce: string, clock: FrontendPromote['clock']): Promise<Pointer> {
  const until = clock.now() + SHOWN_WITHIN_MS;
  for (;;) {
    const seen = await pointer.describe();
    const isOurs = seen.mark?.owner?.nonce === nonce;
    if (isOurs || seen.kind === 'origin-path' || clock.now() >= until) return seen;
    await clock.sleep(LOOK_MS);
  }
}
