import { type Clock, UserError } from '@actions-aws/action';
import { type Aliases, backFrom, canaryOf, sharesTraffic } from '@actions-aws/lambda';
import { inPercent } from '@actions-aws/promotion';
import type { LambdaPromote } from '../inputs/inputs.ts';
import { readReached } from './reached.ts';

/**
 * The end of the job. Usually there is nothing to do. A `main` that was killed between giving the first users to
 * the candidate and proving what all of them meet leaves unproved code with them: then the aliases go back, if they still
 * hold what we wrote.
 */
export async function finishInterrupted(run: Keeper, connect: () => Aliases): Promise<void> {
  const reached = readReached(run);
  if (!reached) return;
  const { log, summary, fail, clock } = run;
  const aliases = connect();
  const bugs: unknown[] = [];
  summary.heading('lambda-promote was interrupted');
  // All at the same time, since all have the same time: an outage over one must not use up that of the others.
  const ends = await Promise.allSettled(
    reached.aliases.map((alias) => takeBack(aliases, { ...alias, nonce: reached.nonce }, clock)),
  );
  for (const end of ends) {
    if (end.status === 'fulfilled') {
      log.info(end.value);
      summary.paragraph(end.value);
    } else if (end.reason instanceof UserError) fail(end.reason);
    else bugs.push(end.reason);
  }
  if (bugs.length > 0) throw bugs[0];
}

type Keeper = Pick<LambdaPromote, 'state' | 'log' | 'summary' | 'fail' | 'clock'>;

/**
 * Takes back what was written by a run of this nonce, and says what became of it.
 *
 * @throws UserError if it was the first promotion.
 */
async function takeBack(
  aliases: Aliases,
  { functionName, name, nonce }: { readonly functionName: string; readonly name: string; readonly nonce: string },
  clock: Clock,
): Promise<string> {
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
  if (!swap.won) return `Somebody else moved the alias ${name} of ${functionName} meanwhile: nothing to take back.`;
  return `Interrupted before version ${candidate} was proved behind ${name}: users are back on version ${before}.`;
}
