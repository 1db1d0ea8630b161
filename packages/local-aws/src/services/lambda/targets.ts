import { AwsError } from '../../kernel/errors.ts';
import { functionNotFound, notInState } from './errors.ts';
import { whyWithoutImage } from './images/fetch.ts';
import { whyKindDoesNotRun } from './kinds.ts';
import { functionArn, refer } from './names.ts';
import type { LambdaCall } from './place.ts';
import { routed } from './routes.ts';
import type { FunctionRecord, UnusableKey, VersionRecord } from './state.ts';
import { takeFailure, versionOf } from './updates.ts';

/** A function ready to be run for one invocation. */
export interface Target {
  readonly func: FunctionRecord;
  readonly version: VersionRecord;
  readonly qualifier: string | undefined;
}

/** The version that this invocation goes to: an alias with weights, or one that has just changed, draws one. Throws the 404. */
export function targetOf(call: LambdaCall, functionName: string, asked: string | undefined): Target {
  const { name, qualifier } = refer(call, functionName, asked);
  const func = call.state.functions.get(name);
  const alias = qualifier === undefined ? undefined : func?.aliases.get(qualifier);
  const number = alias === undefined ? qualifier : routed(alias, call.newId(), call.clock.now());
  const version = func && versionOf(func, number);
  if (func === undefined || version === undefined) {
    throw functionNotFound(functionArn(call, name, qualifier));
  }
  return { func, version, qualifier };
}

/** Refuses what is not Active; an Inactive version begins to come back, and this invocation fails all the same. */
export function assertInvocable(call: LambdaCall, { func, version }: Target): void {
  if (version.state === 'Active' && version.deployed !== undefined) {
    version.lastInvoked = call.clock.now();
    return;
  }
  if (version === func.latest && version.settings.CapacityProviderConfig !== undefined) {
    // As localstack quotes AWS (lambda_service.py), where there is no $LATEST.PUBLISHED, which cannot be made here.
    throw new AwsError(
      'NoPublishedVersionException',
      400,
      "The function can't be invoked because no published version exists. For functions with capacity provider configuration, either publish a version to $LATEST.PUBLISHED, or specify a published version qualifier.",
      { Type: 'User' },
    );
  }
  if (whyWithoutImage(version) !== undefined) {
    // CloudSnorkel/cdk-github-runners#768. "Update the function's code package" (API reference, Invoke): that an image which is
    // back in ECR is not enough is seen.
    throw codeArtifact('Failed', 'ERROR: Lambda cannot initialize the provided container image. Verify the image.');
  }
  if (version.state === 'Pending' && version.settings.Image !== undefined) {
    // "The CodeArtifact is pending optimization" (AWS Lambda developer guide, troubleshooting-images).
    throw initializing();
  }
  if (version.state !== 'Inactive') {
    throw notInState(version.state);
  }
  const now = call.clock.now();
  version.state = 'Pending';
  version.stateReason = { code: 'Restoring', text: 'The function is being restored.' };
  version.transition = {
    at: now + call.state.pace.restore,
    kind: 'activate',
    failure: takeFailure(call.state, func.name, 'restore'),
    revisionId: call.newId(),
    deploymentId: call.newId(),
  };
  if ((version.settings.VpcConfig?.SubnetIds ?? []).length > 0) {
    throw new AwsError(
      'ResourceNotReadyException',
      502,
      'The function is inactive and its VPC connection is no longer available. Wait for the VPC connection to reestablish and try again.',
      { Type: 'User' },
    );
  }
  if (version.settings.SnapStart?.ApplyOn === 'PublishedVersions') {
    throw new AwsError(
      'SnapStartNotReadyException',
      409,
      'Lambda is initializing your function. You can invoke the function when the function state becomes Active.',
      { Type: 'User' },
    );
  }
  throw initializing();
}

/** Seen of functions that come back after long idleness, and of new ones with images; clients do not retry it. */
function initializing(): AwsError {
  return codeArtifact('Pending', 'INFO: Lambda is initializing your function. It will be ready to invoke shortly.');
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
function codeArtifact(state: 'Pending' | 'Failed', message: string): AwsError {
  return new AwsError(`CodeArtifactUser${state}Exception`, 409, message, { Type: 'User' });
}

/** Refuses as AWS does where the key of the function's variables cannot be used. Its own texts go on to quote KMS. */
export function assertDecryptable({ state }: LambdaCall, { settings }: VersionRecord): void {
  const unusable = settings.KMSKeyArn && settings.Environment && state.keys.get(settings.KMSKeyArn);
  if (!unusable) return;
  const [code, why] = keyErrors[unusable];
  throw new AwsError(
    code,
    502,
    `Lambda was unable to decrypt the environment variables because ${why}. Please check the function's KMS key settings.`,
  );
}

/** Codes and reasons: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
const keyErrors: Readonly<Record<UnusableKey, readonly [code: string, why: string]>> = {
  Denied: ['KMSAccessDeniedException', 'KMS access was denied'],
  Disabled: ['KMSDisabledException', 'the KMS key used is disabled'],
  PendingDeletion: ['KMSInvalidStateException', 'the state of the KMS key used is not valid for Decrypt'],
  Missing: ['KMSNotFoundException', 'the KMS key was not found'],
};

/** What AWS would run and this machine cannot. */
export function assertRunnable({ settings }: VersionRecord): void {
  const why = whyKindDoesNotRun(settings);
  if (why !== undefined) {
    throw new AwsError('NotImplemented', 501, `${why}: their settings are kept and shown`);
  }
  if (settings.PackageType === 'Image') return;
  if (!settings.Runtime?.startsWith('nodejs') && !settings.Runtime?.startsWith('python')) {
    throw new AwsError(
      'NotImplemented',
      501,
      `Runtime ${settings.Runtime} does not run on the local cloud. It runs images, and zip packages with a nodejs or python runtime`,
    );
  }
}
