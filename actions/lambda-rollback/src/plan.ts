import type { UserError } from '@actions-aws/action';
import { type Alias, type FunctionVersion, sharesTraffic } from '@actions-aws/lambda';
import { isSameRun, type Outcome, type Owner, type Plan } from '@actions-aws/promotion';

/** What the workflow asks for. */
export interface Desired {
  readonly functionName: string;
  readonly alias: string;
  /** Go back only if this version is live. */
  readonly onlyIf: string | undefined;
  /** Where to go back to; else to where the alias came from. */
  readonly toVersion: string | undefined;
  readonly owner: Owner;
}

/** What is known of the alias and of where it is to go; each step gives a newer one. */
export interface Observed {
  readonly alias: Alias;
  /** Nothing while it need not be known: the alias says that there is nothing to do. */
  readonly target: FunctionVersion | undefined;
  /** Somebody else moved the alias while we were about to. */
  readonly overtaken: boolean;
  /** Why nobody can tell whether the alias was moved. */
  readonly uncertain: UserError | undefined;
}

/** One step. */
export type Step =
  | { readonly do: 'awaken'; readonly version: string }
  | { readonly do: 'move'; readonly from: string; readonly to: string };

/** Why nothing is to be done, as the alias tells it; `undefined` where something is. */
export function settled(
  { alias }: Pick<Observed, 'alias'>,
  { onlyIf, toVersion, owner }: Desired,
): Outcome | undefined {
  const mark = alias.mark;
  // Our own write: the reply was lost, or the run was killed, and now goes on. It must not take a second step back.
  const isOurs =
    mark?.by === 'lambda-rollback' && (mark.owner?.nonce === owner.nonce || isSameRun(owner, mark.owner)) && mark.undid;
  const isWhereAsked = toVersion === undefined || toVersion === alias.version;
  if (isOurs && isWhereAsked && (onlyIf === undefined || mark.undid === onlyIf)) return 'rolled-back';
  if (onlyIf === undefined || (alias.version === onlyIf && !sharesTraffic(alias))) return undefined;
  // What was to be undone has been undone already, by the promotion itself or by a colleague.
  return mark?.undid === onlyIf ? 'noop' : 'superseded';
}

/** All that is left to do, in order. */
export function plan(observed: Observed, desired: Desired): Plan<Step> {
  const { alias, target } = observed;
  if (observed.overtaken || observed.uncertain || settled(observed, desired) || !target || isThere(observed))
    return { steps: [] };
  return {
    steps: [
      ...(target.state === 'Active' ? [] : [{ do: 'awaken', version: target.version } as const]),
      { do: 'move', from: alias.version, to: target.version },
    ],
  };
}

/** How it ended, once nothing is left to do. */
export function outcomeOf(observed: Observed, desired: Desired): Outcome {
  if (observed.uncertain) return 'unknown';
  if (observed.overtaken) return 'superseded';
  return settled(observed, desired) ?? 'noop';
}

function isThere({ alias, target }: Observed): boolean {
  return alias.version === target?.version && Object.keys(alias.weights).length === 0;
}
