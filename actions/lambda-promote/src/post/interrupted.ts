import { type Clock, UserError } from '@actions-aws/action';
import { type Aliases, backFrom, canaryOf, isClaimed, sharesTraffic } from '@actions-aws/lambda';
import { finishInterrupted as finish, inPercent } from '@actions-aws/promotion';
import type { LambdaPromote } from '../inputs/inputs.ts';
import type { Request } from '../inputs/resolve.ts';

/** An alias that a run may move. */
interface Place {
  readonly functionName: string;
  readonly name: string;
}

/** What `main` keeps for the end of the job: who it is, and the aliases that it may move. */
export function leftBy(requests: readonly Request[]) {
  return {
    nonce: requests[0]?.desired.deployer.owner.nonce ?? '',
    places: requests.map(({ desired: { functionName, alias } }): Place => ({ functionName, name: alias })),
  };
}

/**
 * The end of the job. Usually there is nothing to do. A `main` that was killed between giving the first users to
 * the candidate and proving what all of them meet leaves unproved code with them: then the aliases go back, if they still
 * hold what we wrote.
 */
export async function finishInterrupted(
  run: Pick<LambdaPromote, 'state' | 'log' | 'summary' | 'fail' | 'clock'>,
  connect: () => Aliases,
): Promise<void> {
  let aliases: Aliases | undefined;
  await finish(run, {
    action: 'lambda-promote',
    isPlace,
    takeBack(place, nonce) {
      aliases ??= connect();
      return takeBack(aliases, place, nonce, run.clock);
    },
  });
}

function isPlace(value: unknown): value is Place {
  const { functionName, name } = (value ?? {}) as Record<string, unknown>;
  return typeof functionName === 'string' && typeof name === 'string';
}

/**
 * Takes back what was written by a run of this nonce, and says what became of it.
 *
 * @throws UserError if it was the first promotion.
 */
async function takeBack(aliases: Aliases, { functionName, name }: Place, nonce: string, clock: Clock): Promise<string> {
  const alias = await aliases.read(functionName, name);
  const mark = alias?.mark;
  const isOurs = mark?.owner?.nonce === nonce;
  if (alias && isOurs && mark.undid) return `Interrupted, but users are back on version ${alias.version} already.`;
  const canary = alias && canaryOf(alias);
  if (alias && isOurs && canary?.held)
    return `Interrupted, but version ${canary.version} is held at ${inPercent(canary.share)} already.`;
  if (!alias || !isOurs || !mark.owner || (!canary && (mark.canary || sharesTraffic(alias)))) {
    return `Interrupted before the alias ${name} of ${functionName} was moved, or somebody else has moved it since: nothing to take back.`;
  }
  const candidate = canary?.version ?? alias.version;
  const before = canary ? alias.version : mark.from;
  if (!before) {
    throw new UserError(
      `Interrupted after the first promotion of ${functionName}:${name}, which was not proved there.`,
      {
        hint: 'Run the job again: it goes on from there. There is no version before to go back to.',
      },
    );
  }
  const back = backFrom(alias, before, { action: 'lambda-promote', owner: mark.owner, at: clock.now() });
  const swap = await aliases.move(functionName, alias, back, {
    provisioned: !canary && Object.keys(alias.weights).length > 0,
  });
  // A newer run has noted there that it found the same: that is still what this one has moved.
  if (!swap.won && isClaimed(swap.alias, alias)) return takeBack(aliases, { functionName, name }, nonce, clock);
  if (!swap.won) return `Somebody else moved the alias ${name} of ${functionName} meanwhile: nothing to take back.`;
  return `Interrupted before version ${candidate} was proved behind ${name}: users are back on version ${before}.`;
}
