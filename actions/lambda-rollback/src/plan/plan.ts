import { type Alias, canaryOf, type FunctionVersion, judgeState, sharesTraffic } from '@actions-aws/lambda';
import { type Failure, isSameRun, kindOf, type Outcome, type Owner, type Plan, worstOf } from '@actions-aws/promotion';

/** The condition that always holds: go back from the version that is live, or on trial. It has to be said. */
export const ANY = 'any';

/** What the workflow asks for. */
export interface Desired {
  readonly functionName: string;
  readonly alias: string;
  /** Passed over where there is nothing to roll back. */
  readonly optional: boolean;
  /** Go back only if this version is live, or on trial; or {@link ANY}. */
  readonly onlyIf: string;
  /** Where to go back to; else to where the alias came from. */
  readonly to: string | undefined;
  readonly owner: Owner;
}

/** A version that would have been the target, and why it is not: `version 2 (version 3 was promoted from it) is gone`. */
export interface PassedOver {
  readonly version: string;
  readonly why: string;
}

/** What is known of the alias and of where it is to go; each step gives a newer one. */
export interface Observed {
  readonly alias: Alias | undefined;
  /** Nothing while it need not be known: the alias says that there is nothing to do. */
  readonly target: FunctionVersion | undefined;
  /** Why this target; empty where none is needed. */
  readonly because: string;
  /** What would have been the target, and is gone or cannot run, in the order in which it was looked at. */
  readonly passedOver: readonly PassedOver[];
  /** What is wrong with the image of the target, in words; empty where nothing is, and where its code is no image. */
  readonly imageWarning: string;
  /** Why the alias is left as it is. */
  readonly failure: Failure | undefined;
}

/** One step. */
export type Step =
  | { readonly do: 'awaken'; readonly version: string }
  | { readonly do: 'move'; readonly from: string; readonly to: string };

/** How it has ended already, as the alias tells it; `undefined` where something is left to do. */
export function settled(
  alias: Alias,
  { onlyIf, to, owner }: Desired,
): 'rolled-back' | 'noop' | 'superseded' | undefined {
  const mark = alias.mark;
  // Our own write: the reply was lost, or the run was killed, and now goes on. It must not take a second step back.
  const isOurs =
    mark?.by === 'lambda-rollback' && (mark.owner?.nonce === owner.nonce || isSameRun(owner, mark.owner)) && mark.undid;
  const isWhereAsked = to === undefined || to === alias.version;
  if (isOurs && isWhereAsked && (onlyIf === ANY || mark.undid === onlyIf)) return 'rolled-back';
  const canary = canaryOf(alias);
  // The newest of what users meet: a candidate on trial, else what is live and shares with no other version.
  const isNewest = canary ? canary.version === onlyIf : alias.version === onlyIf && !sharesTraffic(alias);
  // AWS goes on sending users to it where what is live cannot have its provisioned concurrency.
  const isLeft = mark?.undid === onlyIf && alias.weights[onlyIf] !== undefined;
  if (onlyIf === ANY || isNewest || isLeft) return to === undefined && isBack(alias) ? 'noop' : undefined;
  // It has been undone already, by the promotion itself or by a colleague.
  return mark?.undid === onlyIf ? 'noop' : 'superseded';
}

/**
 * Whether what is live came by a rollback, of any of our actions. Another step back from there has to be said by
 * name, so that pressing twice goes back once. Where traffic is split beside it, that is still to be cleared.
 */
export function isBack({ mark, weights }: Alias): boolean {
  return mark?.undid !== undefined && Object.keys(weights).length === 0;
}

/** All that is left to do, in order. */
export function plan({ alias, target, failure }: Observed, desired: Desired): Plan<Step> {
  if (failure || !alias || !target || settled(alias, desired) || isOn(target, alias)) return { steps: [] };
  return {
    steps: [
      ...(canMove(target, alias) ? [] : [{ do: 'awaken', version: target.version } as const]),
      { do: 'move', from: canaryOf(alias)?.version ?? alias.version, to: target.version },
    ],
  };
}

/** How it ended, once nothing is left to do. */
export function outcomeOf({ alias, failure }: Observed, desired: Desired): Outcome {
  if (failure) {
    const kind = kindOf(failure);
    return kind === 'superseded' || kind === 'unknown' ? kind : 'failed';
  }
  return (alias && settled(alias, desired)) ?? 'noop';
}

/**
 * How all ended, as functions that are rolled back together: as the one that ended worst. One that failed after another
 * had gone back is worse than a failure, which says that nothing was moved.
 */
export function outcomeOfAll(outcomes: readonly Outcome[]): Outcome {
  const worst = worstOf(outcomes, 'rollback');
  return worst === 'failed' && outcomes.includes('rolled-back') ? 'rollback-failed' : worst;
}

/** Where the alias is on it, most users have it already, in any state. */
function canMove(target: FunctionVersion, { version }: Alias): boolean {
  return target.version === version || judgeState(target, 'version').is === 'act';
}

function isOn({ version }: FunctionVersion, alias: Alias): boolean {
  return alias.version === version && Object.keys(alias.weights).length === 0;
}
