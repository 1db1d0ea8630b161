import {
  type Alias,
  canaryOf,
  differences,
  type FunctionVersion,
  judgeState,
  judgeUpdate,
  maybeSame,
  sharesTraffic,
} from '@actions-aws/lambda';
import { type Canary, isSameRun, kindOf, type Owner } from '@actions-aws/promotion';
import { hasWantedCode } from './code.ts';
import type { Desired, Observed, Provisioned } from './state.ts';

/**
 * The version to promote: what was published or named; what is live, if that is already all that is asked for; or what
 * an earlier attempt, or a held promotion, has on trial with some of the users.
 */
export function candidateOf(observed: Observed, desired: Desired): FunctionVersion | undefined {
  const { candidate, live, canary } = observed;
  if (candidate) return candidate;
  if (isEnough(live, observed, desired)) return live;
  return isEnough(canary, observed, desired) && mayContinue(observed, desired) ? canary : undefined;
}

/** Whether a version is all that is asked for, and can run. */
function isEnough(
  version: FunctionVersion | undefined,
  { latest, alias, runtimePin }: Observed,
  { source }: Desired,
): version is FunctionVersion {
  if (!version || !alias || judgeUpdate(latest).is === 'wait') return false;
  if (judgeState(version, 'version').is === 'end') return false;
  if (runtimePin !== 'none' && version.runtimeVersion !== latest.runtimeVersion) return false;
  if (source.kind === 'version' || source.kind === 'alias') return false;
  if (!hasWantedCode(version, latest, source)) return false;
  return differences(version.configuration, latest.configuration).length === 0;
}

/**
 * Whose write the alias holds: this attempt's; a predecessor's, from which this one goes on (an earlier attempt of the
 * same workflow run, or whoever held the same candidate for the next call); or somebody else's.
 */
export function writer(observed: Observed, desired: Desired): 'us' | 'predecessor' | 'other' {
  const { alias, provisioned } = observed;
  const mark = alias?.mark;
  if (!alias || !mark?.owner || mark.by !== 'lambda-promote' || mark.undid) return 'other';
  const { owner } = desired.deployer;
  const candidate = candidateOf(observed, desired)?.version;
  const canary = canaryOf(alias);
  if (canary) {
    if (canary.version !== candidate || !mayContinue(observed, desired)) return 'other';
    return mark.owner.nonce === owner.nonce ? 'us' : 'predecessor';
  }
  if (alias.version !== candidate || mark.canary) return 'other';
  // Without provisioned concurrency no weights are AWS's own.
  if (sharesTraffic(alias) || (Object.keys(alias.weights).length > 0 && !provisioned)) return 'other';
  if (mark.owner.nonce === owner.nonce) return 'us';
  return isSameRun(owner, mark.owner) ? 'predecessor' : 'other';
}

/**
 * Whether the alias is to be taken back, once something went wrong. What a predecessor moved, only if it fails its proof:
 * it may have been live and well since, and a second attempt that is cancelled says nothing against it. So it is with a
 * held canary; but one that nobody watches any more is taken from its users whatever went wrong.
 */
export function mustUndo(observed: Observed, desired: Desired): boolean {
  const by = writer(observed, desired);
  if (by !== 'predecessor') return by === 'us';
  const canary = observed.alias && canaryOf(observed.alias);
  const failed = observed.failure && kindOf(observed.failure);
  return failed === 'proof' || isBrokenOff(observed) || (canary !== undefined && !canary.held);
}

/**
 * Whether a move broke off for lack of provisioned concurrency: AWS keeps all users on the version before, by weights that
 * stay (https://github.com/gradientedge/cdk-utils/pull/1110).
 */
export function isBrokenOff(observed: Pick<Observed, 'alias' | 'provisioned'>): boolean {
  return !!observed.provisioned?.failure && isKeptBefore(observed);
}

/**
 * Provisioned concurrency beside the alias that has it: where AWS has no weights of its own there, it has followed the alias,
 * whatever number is allocated by now. An autoscaler asks for another one at any time.
 */
export function followed(provisioned: Provisioned | undefined, alias: Alias | undefined): Provisioned | undefined {
  if (!provisioned || provisioned.failure) return provisioned;
  return { ...provisioned, ready: provisioned.ready || Object.keys(alias?.weights ?? {}).length === 0 };
}

/** Whether a move waits for its provisioned concurrency, with all users on the version before. */
export function isUnderWay(observed: Pick<Observed, 'alias' | 'provisioned'>): boolean {
  const { provisioned } = observed;
  return !!provisioned && !provisioned.ready && !provisioned.failure && isKeptBefore(observed);
}

function isKeptBefore({ alias }: Pick<Observed, 'alias'>): boolean {
  return !!alias && !canaryOf(alias) && Object.keys(alias.weights).length > 0;
}

/** Whether the alias is still to move to a version, so that it has all users. */
export function moves({ alias, provisioned }: Pick<Observed, 'alias' | 'provisioned'>, version: string): boolean {
  return alias?.version !== version || (Object.keys(alias.weights).length > 0 && !provisioned);
}

/**
 * Whether the previous alias is to be put on what is live, before the alias leaves it. AWS points no alias to a version that
 * cannot run (https://github.com/hashicorp/terraform-provider-aws/issues/49904).
 */
export function remembers({ alias, previousAlias, live }: Pick<Observed, 'alias' | 'previousAlias' | 'live'>): boolean {
  return !!alias && previousAlias?.version !== alias.version && !(live && judgeState(live, 'version').is === 'end');
}

/** What is to become of a canary that the alias has: nothing of it is ours to go on from. */
export interface Rival {
  readonly canary: Canary;
  /** Whether it is taken from its users, since nobody is at work on it any more; else it is waited for. */
  readonly isDead: boolean;
}

/** A canary in the way of this promotion, if there is one. */
export function rivalOf(observed: Observed, desired: Desired): Rival | undefined {
  const { alias, at } = observed;
  const canary = alias && canaryOf(alias);
  if (!canary || writer(observed, desired) !== 'other' || mayBeHeld(observed, desired)) return undefined;
  return { canary, isDead: canary.until <= at || isEarlierAttempt(desired.deployer.owner, alias.mark?.owner) };
}

/**
 * Whether what is held may be all that is asked for, and only AWS can tell: where environment variables cannot be read,
 * PublishVersion does. It gives back the version that there is if nothing was updated since:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
 */
function mayBeHeld({ alias, canary, candidate, latest }: Observed, { source }: Desired): boolean {
  if (candidate || !canary || !alias || !canaryOf(alias)?.held || judgeUpdate(latest).is === 'wait') return false;
  if (source.kind === 'version' || source.kind === 'alias') return false;
  const isSameCode = [canary, latest].every((one) => hasWantedCode(one, latest, source));
  return isSameCode && maybeSame(canary.configuration, latest.configuration);
}

/** Whether this run may go on from the canary that the alias has, if the candidate is the same. */
function mayContinue({ alias }: Observed, { deployer }: Desired): boolean {
  const canary = alias && canaryOf(alias);
  const owner = alias?.mark?.owner;
  if (!canary || !owner) return false;
  return canary.held || owner.nonce === deployer.owner.nonce || isEarlierAttempt(deployer.owner, owner);
}

/** Two attempts of a run are never under way together, so the earlier one has ended, however. */
function isEarlierAttempt(ours: Owner, theirs: Owner | undefined): boolean {
  return theirs !== undefined && isSameRun(ours, theirs) && theirs.attempt < ours.attempt;
}
