import { canaryOf, claiming, type FunctionVersion, judgeState, judgeUpdate, LATEST } from '@actions-aws/lambda';
import { kindOf, type Outcome, outcomeOfFailure, type Plan, proofOf, readMark } from '@actions-aws/promotion';
import { canarySteps } from './canary.ts';
import { hasCode } from './code.ts';
import { candidateOf, isBrokenOff, isUnderWay, moves, mustUndo, remembers, rivalOf, writer } from './ownership.ts';
import { prune } from './prune.ts';
import { type Desired, NEW, type Observed, type Step } from './state.ts';

/** All that is left to do, in order. Asked again after each step, so only the first one is ever applied. */
export function plan(observed: Observed, desired: Desired): Plan<Step> {
  if (observed.failure) return { steps: undo(observed, desired) };
  const candidate = candidateOf(observed, desired);
  const steps = [
    ...clearTheWay(observed, desired),
    ...(candidate ? [] : stage(observed, desired)),
    ...prove(observed, desired, candidate),
  ];
  if (desired.until === 'staged') return { steps };
  steps.push(...canarySteps(observed, desired, candidate?.version ?? NEW));
  const isHeld = desired.until !== undefined;
  if (!isHeld) steps.push(...promote(observed, candidate));
  steps.push(...claim(observed, desired, candidate));
  if (!isHeld) steps.push(...prune(observed, desired));
  return { steps };
}

/**
 * A canary of somebody else is waited for, and so is a move that is not there yet; one that its writer left behind is taken
 * from the users it still meets.
 */
function clearTheWay(observed: Observed, desired: Desired): Step[] {
  const { alias } = observed;
  if (alias && isUnderWay(observed) && candidateOf(observed, desired)?.version !== alias.version) {
    return [{ do: 'await-arrival', version: alias.version }];
  }
  const rival = rivalOf(observed, desired);
  if (!rival || !observed.alias) return [];
  const { version, until } = rival.canary;
  if (!rival.isDead) return [{ do: 'await-canary', version, until }];
  return [{ do: 'heal', version, live: observed.alias.version }];
}

/** Whether users reach what this run moved there, by a description that is not ours any more. */
function isLeftLive(observed: Observed, desired: Desired): boolean {
  const { moved, failure, alias } = observed;
  const candidate = candidateOf(observed, desired)?.version;
  if ((failure && kindOf(failure) === 'superseded') || !alias || !candidate) return false;
  return moved && (alias.version === candidate || alias.weights[candidate] !== undefined);
}

/** How it ended, once nothing is left to do. */
export function outcomeOf(observed: Observed, desired: Desired): Outcome {
  if (!observed.failure) return ending(observed, desired);
  if (observed.unreadable) return 'unknown';
  if (observed.restored) return isBrokenOff(observed) ? 'rollback-failed' : 'rolled-back';
  if (mustUndo(observed, desired) || isLeftLive(observed, desired)) return 'rollback-failed';
  return outcomeOfFailure(observed.failure);
}

function ending(observed: Observed, desired: Desired): Outcome {
  const isLive = observed.alias?.version === candidateOf(observed, desired)?.version;
  if (desired.until !== undefined && !isLive) return 'held';
  return writer(observed, desired) === 'other' ? 'noop' : 'promoted';
}

/** A proof that the version's own description may carry; nothing is proved where there are no checks. */
export function proofFor(codeSha256: string, { smoke }: Desired): string | undefined {
  return smoke.length > 0 ? proofOf(codeSha256, smoke) : undefined;
}

/** Up to a published version. */
function stage({ latest, passed, kept, resend }: Observed, { source, smoke, smokeOn }: Desired): Step[] {
  const isFailed = latest.lastUpdateStatus === 'Failed' && judgeState(latest, 'latest').is === 'act';
  // After an update that failed, the old code still answers, whatever hash AWS tells: only another update helps.
  const isDue = isFailed || resend === 'due';
  const hasIt = source.kind === 'package' && hasCode(latest, source);
  const upload = source.kind === 'package' && (!hasIt || isDue);
  const isProved = passed.some((one) => one.version === LATEST && one.revisionId === latest.revisionId);
  return [
    ...(isSettled(latest) || (upload && isFailed)
      ? []
      : [{ do: 'await-update', of: hasIt ? 'code' : 'others' } as const]),
    ...(upload && source.keepAt !== undefined && !kept
      ? [{ do: 'keep', codeSha256: source.codeSha256, at: source.keepAt } as const]
      : []),
    ...(upload
      ? [{ do: 'upload', codeSha256: source.codeSha256 } as const, { do: 'await-update', of: 'code' } as const]
      : []),
    ...(smoke.length > 0 && smokeOn === 'latest' && (upload || !isProved)
      ? [{ do: 'smoke', version: LATEST } as const]
      : []),
    { do: 'publish' },
  ];
}

/** From a published version to one that may meet users. */
function prove(observed: Observed, desired: Desired, candidate: FunctionVersion | undefined): Step[] {
  const version = candidate?.version ?? NEW;
  if (!moves(observed, version)) return [];
  const steps: Step[] = [];
  if (!candidate || judgeState(candidate, 'version').is !== 'act') steps.push({ do: 'await-version', version });
  if (needsSmoke(observed, desired, candidate)) steps.push({ do: 'smoke', version });
  return steps;
}

/** From a version that may meet users to one that all of them meet. */
function promote(observed: Observed, candidate: FunctionVersion | undefined): Step[] {
  const { alias, provisioned } = observed;
  const version = candidate?.version ?? NEW;
  const steps: Step[] = [];
  if (moves(observed, version)) {
    if (alias && remembers(observed)) steps.push({ do: 'remember', version: alias.version });
    steps.push({ do: 'move', from: alias?.version, to: version });
  }
  if (provisioned && (moves(observed, version) || !provisioned.ready)) steps.push({ do: 'await-provisioned' });
  if (!observed.verified) steps.push({ do: 'verify' });
  return steps;
}

/** What is found live already is kept from runs that are older than this one, as what it had moved would be. */
function claim({ alias }: Observed, { deployer }: Desired, candidate: FunctionVersion | undefined): Step[] {
  if (!alias || alias.version !== candidate?.version || !claiming(alias, deployer.order)) return [];
  return [{ do: 'claim', version: alias.version }];
}

/**
 * Whether a version is still to be smoked by its number. Not if it was published from what passed, which its
 * description says: `PublishVersion` gives back an older version where nothing was updated since, and that one may have
 * been published by anybody.
 */
function needsSmoke({ passed }: Observed, desired: Desired, candidate: FunctionVersion | undefined): boolean {
  if (desired.smoke.length === 0) return false;
  if (!candidate) return desired.smokeOn === 'version';
  if (passed.some(({ version }) => version === candidate.version)) return false;
  return readMark(candidate.description)?.proof !== proofFor(candidate.codeSha256, desired);
}

/** Back to what the alias held, if what it holds now is ours. Its own description says what that was. */
function undo(observed: Observed, desired: Desired): Step[] {
  const { alias, restored, stuck, provisioned } = observed;
  const canary = alias && canaryOf(alias);
  // Until then AWS sends users to the version that was live a moment ago, which is ours.
  if (restored && provisioned && !provisioned.ready && !provisioned.failure) return [{ do: 'await-provisioned' }];
  // Without what is provisioned the version before answers all the same, as it did before anybody came.
  if (restored && !stuck && alias && isBrokenOff(observed)) {
    return [{ do: 'give-back', from: Object.keys(alias.weights).join(), to: alias.version }];
  }
  if (!mustUndo(observed, desired) || restored || stuck || !alias) return [];
  if (canary) return [{ do: 'move-back', from: canary.version, to: alias.version }];
  const from = alias.mark?.from;
  return from ? [{ do: 'move-back', from: alias.version, to: from }] : [];
}

function isSettled(latest: FunctionVersion): boolean {
  return judgeUpdate(latest).is === 'act' && judgeState(latest, 'latest').is === 'act';
}
