import { type Alias, canaryOf, type FunctionVersion, LATEST } from '@actions-aws/lambda';
import { type Deployer, type Outcome, type Plan, proofOf, readMark } from '@actions-aws/promotion';
import { type CanaryStep, canarySteps, type Until } from './canary.ts';
import type { Check } from './checks.ts';
import { candidateOf, isBrokenOff, isUnderWay, mustUndo, rivalOf, writer } from './ownership.ts';

/** What is to be promoted. */
export type Source =
  /** New code, known by its hash before anything is sent; kept in S3 first where a place is named. */
  | { readonly kind: 'package'; readonly codeSha256: string; readonly keepAt?: string }
  /** A version published before. */
  | { readonly kind: 'version'; readonly version: string }
  /** The version that another alias points to. */
  | { readonly kind: 'alias'; readonly alias: string }
  /** `$LATEST` as it is. */
  | { readonly kind: 'latest' };

/** What the workflow asks for. */
export interface Desired {
  readonly functionName: string;
  /** Passed over where there is no such function. */
  readonly optional: boolean;
  readonly alias: string;
  readonly source: Source;
  readonly smoke: readonly Check[];
  readonly smokeOn: 'latest' | 'version';
  readonly verify: readonly Check[];
  /** Shares of the users on the way to all of them, from the smallest; none moves the alias at once. */
  readonly canary: readonly CanaryStep[];
  /** Where to stop for another call; else the promotion goes all the way. */
  readonly until: Until | undefined;
  /** How long a held canary is nobody else's to touch, in milliseconds. */
  readonly holdForMs: number;
  /** How long data may be late, in milliseconds: a share is watched for so much longer. */
  readonly settleMs: number;
  /** Of the candidate at each share; with fewer, nothing is known of it. */
  readonly minInvocations: number;
  readonly keepVersions: number | undefined;
  readonly allowOlder: boolean;
  readonly allowUnqualified: boolean;
  readonly deployer: Deployer;
}

/** A way by which users reach `$LATEST` without passing the alias. */
export interface Entrance {
  /** Such as `event source mapping 91eaeb7e (arn:aws:sqs:…:orders)`. */
  readonly what: string;
  /** What to change in the infrastructure code. */
  readonly remedy: string;
}

/** Provisioned concurrency of the alias. */
export interface Provisioned {
  /** All that was asked for is there, and it is the alias's version that has it. */
  readonly ready: boolean;
  /** Why it can never become ready; empty while it may. */
  readonly failure: string;
}

/** What went wrong, once something has; from then on the plan is to make it safe. */
export interface Trouble {
  readonly kind: 'proof' | 'superseded' | 'cancelled' | 'error';
  readonly message: string;
  readonly hint?: string;
  /** It is another function's, and this one is only promoted together with it. */
  readonly ofAnother?: true;
}

/** What is known of the function; each step gives a newer one. */
export interface Observed {
  readonly latest: FunctionVersion;
  /** The revision of `$LATEST` that this run's upload has replaced: whatever shows it does not show that upload yet. */
  readonly replaced: string | undefined;
  readonly alias: Alias | undefined;
  /** `<alias>-previous`, which keeps the version before from being pruned, and is where a rollback finds it. */
  readonly companion: Alias | undefined;
  /** The version that the alias points to. */
  readonly live: FunctionVersion | undefined;
  /** The version that has a share of the users beside it, by a canary of this action. */
  readonly canary: FunctionVersion | undefined;
  /** When the alias was seen, in milliseconds since the epoch: some leases have ended by then. */
  readonly at: number;
  /** The highest share at which this run watched the candidate to the end, and nothing was wrong. */
  readonly baked: number;
  readonly entrances: readonly Entrance[];
  /** Nothing where the alias has none. */
  readonly provisioned: Provisioned | undefined;
  /** Every published version, where old ones are to be pruned. */
  readonly versions: readonly string[];
  /** Versions that other aliases point to, weights included. */
  readonly referenced: ReadonlySet<string>;
  /** Versions that users were led to when this run began, or not long before: for a short time some may still be. */
  readonly met: ReadonlySet<string>;
  /** The version to promote, once there is one. */
  readonly candidate: FunctionVersion | undefined;
  /** The new code is where it is to be kept. */
  readonly kept: boolean;
  /** What passed the smoke checks in this run: version, and for `$LATEST` the revision that it had. */
  readonly passed: readonly { readonly version: string; readonly revisionId: string }[];
  /** The checks passed through the alias, after whatever this run did to it. */
  readonly verified: boolean;
  /** This run has moved the alias. */
  readonly moved: boolean;
  readonly trouble: Trouble | undefined;
  /** What we wrote was taken back. */
  readonly restored: boolean;
  /** Taking it back was tried, and did not work. */
  readonly stuck: boolean;
  /** Nobody can tell what the alias holds. */
  readonly unreadable: boolean;
}

/** One step. A version that is not published yet is `new`. */
export type Step =
  | { readonly do: 'await-canary'; readonly version: string; readonly until: number }
  /** Of somebody else's move: until its provisioned concurrency is there, AWS takes no other version. */
  | { readonly do: 'await-arrival'; readonly version: string }
  | { readonly do: 'heal'; readonly version: string; readonly live: string }
  /** Of `code`: until it is there, the code before answers. Of `others`: an update that was under way before. */
  | { readonly do: 'await-update'; readonly of: 'code' | 'others' }
  | { readonly do: 'keep'; readonly codeSha256: string; readonly at: string }
  | { readonly do: 'upload'; readonly codeSha256: string }
  | { readonly do: 'smoke'; readonly version: string }
  | { readonly do: 'publish' }
  | { readonly do: 'await-version'; readonly version: string }
  | { readonly do: 'shift'; readonly version: string; readonly from: number; readonly to: number }
  | { readonly do: 'bake'; readonly version: string; readonly share: number; readonly forMs: number }
  | { readonly do: 'hold'; readonly version: string; readonly share: number }
  | { readonly do: 'remember'; readonly version: string }
  | { readonly do: 'move'; readonly from: string | undefined; readonly to: string }
  | { readonly do: 'await-provisioned' }
  | { readonly do: 'verify' }
  | { readonly do: 'prune'; readonly version: string }
  | { readonly do: 'move-back'; readonly from: string; readonly to: string }
  /** To whom the alias is back on already, from where AWS keeps them. */
  | { readonly do: 'give-back'; readonly from: string; readonly to: string };

/** A version that the run has yet to publish. */
export const NEW = 'new';

/** All that is left to do, in order. Asked again after each step, so only the first one is ever applied. */
export function plan(observed: Observed, desired: Desired): Plan<Step> {
  if (observed.trouble) return { steps: undo(observed, desired) };
  const candidate = candidateOf(observed, desired);
  const steps = [
    ...clearTheWay(observed, desired),
    ...(candidate ? [] : stage(observed, desired)),
    ...prove(observed, desired, candidate),
  ];
  if (desired.until === 'staged') return { steps };
  steps.push(...canarySteps(observed, desired, candidate?.version ?? NEW));
  if (desired.until !== undefined) return { steps };
  steps.push(...promote(observed, candidate), ...prune(observed, desired, candidate));
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
  const { moved, trouble, alias } = observed;
  const candidate = candidateOf(observed, desired)?.version;
  if (trouble?.kind === 'superseded' || !alias || !candidate) return false;
  return moved && (alias.version === candidate || alias.weights[candidate] !== undefined);
}

/** How it ended, once nothing is left to do. */
export function outcomeOf(observed: Observed, desired: Desired): Outcome {
  if (!observed.trouble) return ending(observed, desired);
  if (observed.unreadable) return 'unknown';
  if (observed.restored) return isBrokenOff(observed) ? 'rollback-failed' : 'rolled-back';
  if (mustUndo(observed, desired) || isLeftLive(observed, desired)) return 'rollback-failed';
  if (observed.trouble.kind === 'superseded') return 'superseded';
  return observed.trouble.kind === 'proof' ? 'rejected' : 'failed';
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
function stage({ latest, passed, kept }: Observed, { source, smoke, smokeOn }: Desired): Step[] {
  const isFailed = latest.lastUpdateStatus === 'Failed' && latest.state !== 'Failed';
  // After an update that failed, the old code still answers, whatever hash AWS tells: only another update mends it.
  const upload = source.kind === 'package' && (latest.codeSha256 !== source.codeSha256 || isFailed);
  const hasCode = source.kind === 'package' && latest.codeSha256 === source.codeSha256;
  const isProved = passed.some((one) => one.version === LATEST && one.revisionId === latest.revisionId);
  return [
    ...(isSettled(latest) || (upload && isFailed)
      ? []
      : [{ do: 'await-update', of: hasCode ? 'code' : 'others' } as const]),
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
  if (candidate?.state !== 'Active') steps.push({ do: 'await-version', version });
  if (needsSmoke(observed, desired, candidate)) steps.push({ do: 'smoke', version });
  return steps;
}

/** From a version that may meet users to one that all of them meet. */
function promote(observed: Observed, candidate: FunctionVersion | undefined): Step[] {
  const { alias, companion, provisioned } = observed;
  const version = candidate?.version ?? NEW;
  const steps: Step[] = [];
  if (moves(observed, version)) {
    if (alias && companion?.version !== alias.version) steps.push({ do: 'remember', version: alias.version });
    steps.push({ do: 'move', from: alias?.version, to: version });
  }
  if (provisioned && (moves(observed, version) || !provisioned.ready)) steps.push({ do: 'await-provisioned' });
  if (!observed.verified) steps.push({ do: 'verify' });
  return steps;
}

function moves({ alias, provisioned }: Observed, version: string): boolean {
  return alias?.version !== version || (Object.keys(alias.weights).length > 0 && !provisioned);
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

/**
 * Old versions, oldest first, that nothing points to and that are not among the newest. Nor one that users were led to a
 * moment ago: Lambda may still route some to it, and they would get a 404 (https://github.com/DataBiosphere/azul/issues/7883).
 */
function prune(
  { versions, referenced, met, alias, companion }: Observed,
  { keepVersions }: Desired,
  candidate: FunctionVersion | undefined,
): Step[] {
  if (keepVersions === undefined) return [];
  const published = [...new Set([...versions, ...(candidate ? [candidate.version] : [])])];
  const newestFirst = published.sort((a, b) => Number(b) - Number(a));
  // A version that is still to be published will be the newest.
  const kept = new Set(newestFirst.slice(0, candidate ? keepVersions : Math.max(0, keepVersions - 1)));
  const pointedTo = new Set([...referenced, ...met, alias?.version, companion?.version, candidate?.version]);
  return newestFirst
    .filter((version) => !kept.has(version) && !pointedTo.has(version))
    .reverse()
    .map((version) => ({ do: 'prune', version }));
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

function isSettled({ state, lastUpdateStatus }: FunctionVersion): boolean {
  return lastUpdateStatus === 'Successful' && (state === 'Active' || state === 'Inactive');
}
