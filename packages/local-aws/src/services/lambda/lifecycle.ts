import type { State } from '@aws-sdk/client-lambda';
import { withFormer } from './routes.ts';
import type {
  AliasRecord,
  FunctionRecord,
  LambdaState,
  MappingRecord,
  ProvisionedRecord,
  VersionRecord,
} from './state.ts';

/** Idle for so long, a published version becomes Inactive (AWS Lambda developer guide, snapstart: 14 days); so does an image. */
const idleLimit = 14 * 24 * 60 * 60 * 1000;

/**
 * Brings everything up to `now`. Asynchronous changes are data with a due time; they happen when somebody looks, never by
 * a timer, so that a snapshot holds them too. Idempotent.
 */
export function settle(state: LambdaState, now: number): void {
  for (const func of state.functions.values()) {
    settleVersion(func.latest, now);
    // "If a function is not invoked for multiple weeks, Lambda reclaims its optimized version, and the function transitions to
    // the Inactive state" (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#images-lifecycle).
    if (func.latest.settings.Image !== undefined) settleIdle(func.latest, now);
    for (const version of func.versions.values()) {
      settleVersion(version, now);
      settleIdle(version, now);
    }
    for (const alias of func.aliases.values()) {
      settleAlias(alias, now, state.pace.alias);
    }
    for (const [qualifier, provisioned] of func.provisioned) {
      settleProvisioned(func, qualifier, provisioned, now);
    }
  }
  for (const [uuid, mapping] of state.mappings) {
    if (settleMapping(mapping, now) === 'gone') {
      state.mappings.delete(uuid);
    }
  }
}

function settleVersion(version: VersionRecord, now: number): void {
  const transition = version.transition;
  if (transition === undefined || transition.at > now) {
    return;
  }
  version.transition = undefined;
  // Recorded: the RevisionId that an update (or creation) answered is stale once it has completed (aws/aws-sdk#377).
  version.revisionId = transition.revisionId;
  const { failure } = transition;
  if (failure === undefined) {
    version.state = restingState(version);
    version.stateReason = undefined;
    version.lastUpdate = 'Successful';
    version.lastUpdateReason = undefined;
    version.deployed = { id: transition.deploymentId, settings: version.settings };
    version.lastInvoked = transition.at;
  } else if (transition.kind === 'activate') {
    // "If Lambda fails to recreate the resources, the function returns to the inactive state" (functions-states).
    version.state = version.stateReason?.code === 'Restoring' ? 'Inactive' : 'Failed';
    version.stateReason = failure;
  } else {
    // The function stays Active on what it ran before (AWS Lambda developer guide, functions-states).
    version.lastUpdate = 'Failed';
    version.lastUpdateReason = failure;
  }
}

/**
 * `$LATEST` on managed instances has none, and cannot be invoked (localstack/localstack#13656); all else is Active.
 */
function restingState({ version, settings }: VersionRecord): State {
  return version === '$LATEST' && settings.CapacityProviderConfig !== undefined ? 'ActiveNonInvocable' : 'Active';
}

function settleIdle(version: VersionRecord, now: number): void {
  if (version.state === 'Active' && now - version.lastInvoked >= idleLimit) {
    deactivate(version);
  }
}

/** Makes a version Inactive; the next invocation fails and begins to restore it. */
export function deactivate(version: VersionRecord): void {
  version.state = 'Inactive';
  // The code is AWS's; its wording of the text could not be found.
  version.stateReason = { code: 'Idle', text: 'The function is inactive because it has been idle.' };
}

function settleAlias(alias: AliasRecord, now: number, pace: number): void {
  const shift = alias.shift;
  if (shift === undefined) {
    return;
  }
  if (!shift.begun) {
    // AWS itself adds {"<old version>": 1} to the alias after its answer (hashicorp/terraform-provider-aws#48116).
    shift.begun = true;
    alias.weight = { version: shift.from, share: 1 };
    alias.revisionId = shift.revisionIdDuring;
  }
  if (shift.until <= now) {
    const { functionVersion, weight } = alias;
    alias.shift = undefined;
    // "The routing weights persist at 100% on old", until a person clears them (gradientedge/cdk-utils#1110; the rollback
    // of serverless/serverless#7329 then meets them, too).
    if (shift.fails) {
      return;
    }
    alias.weight = undefined;
    alias.former = withFormer(alias, { functionVersion, weight }, shift.until, pace);
    alias.revisionId = shift.revisionIdAfter;
  }
}

function settleProvisioned(func: FunctionRecord, qualifier: string, provisioned: ProvisionedRecord, now: number): void {
  const transition = provisioned.transition;
  if (transition === undefined || transition.at > now) {
    return;
  }
  provisioned.transition = undefined;
  if (transition.failure !== undefined) {
    provisioned.status = 'FAILED';
    provisioned.statusReason = transition.failure.text;
    provisioned.allocated = 0;
    provisioned.available = 0;
    return;
  }
  provisioned.status = 'READY';
  provisioned.allocated = provisioned.requested;
  provisioned.available = provisioned.requested;
  const number = func.aliases.get(qualifier)?.functionVersion ?? qualifier;
  const version = func.versions.get(number);
  if (version !== undefined) {
    // Recorded: a version's RevisionId differs before and after it is provisioned.
    version.revisionId = transition.revisionId;
  }
}

function settleMapping(mapping: MappingRecord, now: number): 'here' | 'gone' {
  const transition = mapping.transition;
  if (transition === undefined || transition.at > now) {
    return 'here';
  }
  if (transition.state === undefined) {
    return 'gone';
  }
  mapping.transition = undefined;
  mapping.state = transition.state;
  mapping.lastModified = transition.at;
  return 'here';
}
