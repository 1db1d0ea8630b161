import { type InputsOf, type Run, UserError } from '@actions-aws/action';
import { type Aliases, backFrom, sharesTraffic } from '@actions-aws/lambda';
import type { inputs, outputs } from './inputs.ts';
import type { Desired } from './plan.ts';
import type { Remember } from './ports.ts';

type LambdaPromote = Run<InputsOf<typeof inputs>, (typeof outputs)[number]>;

/** Keeps for `post` how far `main` came, and who it was. */
export function rememberFor({ state }: LambdaPromote, { deployer, alias }: Desired): Remember {
  state.save('nonce', deployer.owner.nonce);
  state.save('alias', alias);
  return (fact) => state.save('reached', fact);
}

/**
 * The end of the job. Usually there is nothing to do. A `main` that was killed between moving the alias and proving
 * what it moved there leaves unproved code with users: then the alias goes back, if it still holds what we wrote.
 */
export async function finishInterrupted(run: LambdaPromote, connect: () => Aliases): Promise<void> {
  if (run.state.read('reached') !== 'moving') return;
  const told = await takeBack(connect(), {
    functionName: run.inputs.functions,
    name: run.state.read('alias'),
    nonce: run.state.read('nonce'),
  });
  run.log.info(told);
  run.summary.heading('lambda-promote was interrupted').paragraph(told);
}

/**
 * Takes back what was written by a run of this nonce, and says what became of it.
 *
 * @throws UserError if it was the first promotion.
 */
export async function takeBack(
  aliases: Aliases,
  { functionName, name, nonce }: { readonly functionName: string; readonly name: string; readonly nonce: string },
): Promise<string> {
  const alias = await aliases.read(functionName, name);
  const mark = alias?.mark;
  const isOurs = mark?.owner?.nonce === nonce;
  if (alias && isOurs && mark.undid) return `Interrupted, but users are back on version ${alias.version} already.`;
  if (!alias || !isOurs || !mark.owner || sharesTraffic(alias)) {
    return `Interrupted before the alias ${name} of ${functionName} was moved, or somebody else has moved it since: nothing to take back.`;
  }
  if (!mark.from) {
    throw new UserError(
      `Interrupted after the first promotion of ${functionName}:${name}, which was not proved there.`,
      {
        hint: 'Run the job again: it goes on from there. There is no version before to go back to.',
      },
    );
  }
  const back = backFrom(alias, mark.from, { action: 'lambda-promote', owner: mark.owner });
  const swap = await aliases.move(functionName, alias, back, {
    provisioned: Object.keys(alias.weights).length > 0,
  });
  if (!swap.won) return `Somebody else moved the alias ${name} of ${functionName} meanwhile: nothing to take back.`;
  return `Interrupted before version ${alias.version} was proved behind ${name}: users are back on version ${mark.from}.`;
}
