import type {
  FunctionConfiguration,
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse,
  PublishVersionRequest,
} from '@aws-sdk/client-lambda';
import { fullConfiguration, listedConfiguration, withoutUndefined } from './configuration.ts';
import { invalidParameter } from './errors.ts';
import { whyWithoutImage } from './images/fetch.ts';
import { settle } from './lifecycle.ts';
import { referUnqualified } from './names.ts';
import { operation, unqualifiedArn } from './operation.ts';
import { page } from './paging.ts';
import type { LambdaCall } from './place.ts';
import type { FunctionRecord, Settings, Transition, VersionRecord } from './state.ts';
import { assertStorable } from './storage.ts';
import { assertRevision, assertSettled, existing, pendingVersion, takeFailure } from './updates.ts';

/**
 * Publishes `$LATEST` as the next version, which is Pending for a while. With an update of `$LATEST` in progress (Publish
 * on UpdateFunctionCode), the version shares its end.
 */
export function addVersion(
  call: LambdaCall,
  func: FunctionRecord,
  description: string | undefined,
  update?: Transition,
): VersionRecord {
  const number = call.state.nextVersion.get(func.name) ?? 1;
  call.state.nextVersion.set(func.name, number + 1);
  const { latest } = func;
  const SnapStart =
    latest.settings.SnapStart?.ApplyOn === 'PublishedVersions'
      ? ({ ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' } as const)
      : latest.settings.SnapStart;
  const settings = withoutUndefined({
    ...latest.settings,
    SnapStart,
    Description: description ?? latest.settings.Description,
  });
  const now = call.clock.now();
  // What AWS does with a publication after a failed update, or where the image is gone, is not documented: here the version
  // fails for the same reason.
  const inherited = latest.lastUpdate === 'Failed' ? latest.lastUpdateReason : whyWithoutImage(latest);
  const version = pendingVersion(
    call,
    String(number),
    settings as VersionRecord['settings'],
    update === undefined ? publishing(call, settings) : update.at - now,
    update?.failure ?? takeFailure(call.state, func.name, 'publish') ?? inherited,
  );
  version.updateRuntimeOn = latest.updateRuntimeOn;
  func.versions.set(version.version, version);
  func.publishedAs = version.version;
  return version;
}

/**
 * With SnapStart a version is Pending until its snapshot is taken (AWS Lambda developer guide, snapstart-activate), on
 * managed instances until they run (localstack's publish_version_async, after AWS).
 */
function publishing(
  { state: { pace } }: LambdaCall,
  { SnapStart, CapacityProviderConfig }: Pick<Settings, 'SnapStart' | 'CapacityProviderConfig'>,
): number {
  if (CapacityProviderConfig !== undefined) return pace.instances;
  return SnapStart?.ApplyOn === 'PublishedVersions' ? pace.snapStart : pace.publish;
}

/** PublishVersion and ListVersionsByFunction. */
export const versionOperations = {
  PublishVersion: operation<PublishVersionRequest, FunctionConfiguration>('PublishVersion', {
    takes: ['FunctionName', 'CodeSha256', 'Description', 'RevisionId'],
    resource: unqualifiedArn,
    run(call, input) {
      const { FunctionName = '', Description } = input;
      const func = existing(call, referUnqualified(call, FunctionName));
      assertSettled(call, func);
      const { latest } = func;
      assertRevision(latest.revisionId, input.RevisionId);
      const { CodeSha256 } = latest.settings;
      if (input.CodeSha256 !== undefined && input.CodeSha256 !== CodeSha256) {
        throw invalidParameter(
          `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
        );
      }
      const before = func.publishedAs === undefined ? undefined : func.versions.get(func.publishedAs);
      if (before !== undefined) {
        // Recorded: nothing was updated since, so the version that exists is answered, with its own description.
        return fullConfiguration(call, func, before, before.version);
      }
      assertStorable(call.state, latest.settings);
      const version = addVersion(call, func, Description);
      // Recorded: publishing changes the RevisionId of $LATEST.
      latest.revisionId = call.newId();
      // With a pace of 0 the version is Active in the answer.
      settle(call.state, call.clock.now());
      return fullConfiguration(call, func, version, version.version);
    },
  }),

  ListVersionsByFunction: operation<ListVersionsByFunctionRequest, ListVersionsByFunctionResponse>(
    'ListVersionsByFunction',
    {
      takes: ['FunctionName', 'Marker', 'MaxItems'],
      resource: unqualifiedArn,
      run(call, input) {
        const func = existing(call, referUnqualified(call, input.FunctionName ?? ''));
        const all = [func.latest, ...func.versions.values()];
        const { items, nextMarker } = page(all, (version) => version.version, input.Marker, input.MaxItems);
        return withoutUndefined({
          Versions: items.map((version) => listedConfiguration(call, func, version, version.version)),
          NextMarker: nextMarker,
        });
      },
    },
  ),
};
