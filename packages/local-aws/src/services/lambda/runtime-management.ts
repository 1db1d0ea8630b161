import type {
  GetRuntimeManagementConfigRequest,
  GetRuntimeManagementConfigResponse,
  PutRuntimeManagementConfigRequest,
  PutRuntimeManagementConfigResponse,
  Runtime,
} from '@aws-sdk/client-lambda';
import { functionNotFound, invalidParameter } from './errors.ts';
import { functionArn, isVersionNumber, refer } from './names.ts';
import { operation } from './operation.ts';
import type { LambdaCall, LambdaPlace } from './place.ts';
import { moveRuntime, newestRuntimeVersion } from './runtime-versions.ts';
import type { VersionRecord } from './state.ts';
import { assertSettled, existing, versionOf } from './updates.ts';

/** "You can configure runtime management settings separately for each function version", `$LATEST` or a number. */
function named(call: LambdaCall, input: { FunctionName: string | undefined; Qualifier?: string | undefined }) {
  const { name, qualifier } = refer(call, input.FunctionName ?? '', input.Qualifier);
  const func = existing(call, name, qualifier);
  if (qualifier !== undefined && qualifier !== '$LATEST' && !isVersionNumber(qualifier)) {
    throw invalidParameter('Runtime management is of $LATEST or a published version, not of an alias.');
  }
  const version = versionOf(func, qualifier);
  if (version === undefined) {
    throw functionNotFound(functionArn(call, name, qualifier));
  }
  return { func, version, arn: functionArn(call, name, qualifier) };
}

/** The ARN is answered in mode Manual alone (SDK, GetRuntimeManagementConfigResponse). */
function described(version: VersionRecord, FunctionArn: string) {
  const { updateRuntimeOn: UpdateRuntimeOn, settings } = version;
  const { RuntimeVersionArn } = settings.RuntimeVersionConfig ?? {};
  const pinned = UpdateRuntimeOn === 'Manual' && RuntimeVersionArn !== undefined ? { RuntimeVersionArn } : {};
  return { UpdateRuntimeOn, FunctionArn, ...pinned };
}

/** Which version of its runtime a function runs on. The words of AWS's refusals could not be found. */
export const runtimeManagementOperations = {
  PutRuntimeManagementConfig: operation<PutRuntimeManagementConfigRequest, PutRuntimeManagementConfigResponse>(
    'PutRuntimeManagementConfig',
    {
      takes: ['FunctionName', 'UpdateRuntimeOn', 'Qualifier', 'RuntimeVersionArn'],
      run(call, input) {
        const { func, version, arn } = named(call, input);
        const { UpdateRuntimeOn = 'Auto', RuntimeVersionArn } = input;
        const { Runtime, PackageType } = version.settings;
        if (Runtime === undefined || PackageType === 'Image') {
          throw invalidParameter('Runtime management is not available for functions defined as container images.');
        }
        if ((UpdateRuntimeOn === 'Manual') !== (RuntimeVersionArn !== undefined)) {
          throw invalidParameter('RuntimeVersionArn is needed when UpdateRuntimeOn is Manual, and only then.');
        }
        if (version === func.latest) {
          assertSettled(call, func);
        }
        version.updateRuntimeOn = UpdateRuntimeOn;
        if (UpdateRuntimeOn !== 'FunctionUpdate') {
          moveRuntime(version, RuntimeVersionArn ?? newestRuntimeVersion(call, Runtime), call.newId());
        }
        // Whether the RevisionId changes is not documented: here it does, as with every other setting.
        version.revisionId = call.newId();
        return described(version, arn) as PutRuntimeManagementConfigResponse;
      },
    },
  ),

  GetRuntimeManagementConfig: operation<GetRuntimeManagementConfigRequest, GetRuntimeManagementConfigResponse>(
    'GetRuntimeManagementConfig',
    {
      takes: ['FunctionName', 'Qualifier'],
      run(call, input) {
        const { version, arn } = named(call, input);
        return described(version, arn);
      },
    },
  ),
};

/** A newer version of a runtime comes out: all functions and versions in mode Auto move to it. */
export function rollOutRuntime(place: LambdaPlace, runtime: Runtime): void {
  const { state } = place;
  state.runtimeReleases.set(runtime, (state.runtimeReleases.get(runtime) ?? 0) + 1);
  for (const func of state.functions.values()) {
    for (const version of [func.latest, ...func.versions.values()]) {
      if (version.settings.Runtime === runtime && version.updateRuntimeOn === 'Auto') {
        moveRuntime(version, newestRuntimeVersion(place, runtime), place.newId());
      }
    }
  }
}
