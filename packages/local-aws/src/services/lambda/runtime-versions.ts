import { createHash } from 'node:crypto';
import type { Runtime, UpdateRuntimeOn } from '@aws-sdk/client-lambda';
import { partition } from './names.ts';
import type { Home } from './ports.ts';
import type { LambdaState, Settings, VersionRecord } from './state.ts';

/** What the version of a runtime depends on. */
interface Releases extends Home {
  readonly state: LambdaState;
}

/** The newest version of a runtime in this region. */
export function newestRuntimeVersion({ state, region }: Releases, runtime: Runtime): string {
  const digest = createHash('sha256')
    .update(`${runtime} ${state.runtimeReleases.get(runtime) ?? 0}`)
    .digest('hex');
  return `arn:${partition(region)}:lambda:${region}::runtime:${digest}`;
}

/**
 * The settings as an update of the function leaves them: on the newest version of their runtime, unless it is pinned
 * (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html). Images bring their own.
 */
export function withRuntimeVersion(place: Releases, settings: Settings, updateOn: UpdateRuntimeOn): Settings {
  const { Runtime, PackageType } = settings;
  if (Runtime === undefined || PackageType === 'Image' || updateOn === 'Manual') return settings;
  return runOn(settings, newestRuntimeVersion(place, Runtime));
}

function runOn(settings: Settings, RuntimeVersionArn: string): Settings {
  return { ...settings, RuntimeVersionConfig: { RuntimeVersionArn } };
}

/**
 * Puts a version on another version of its runtime, at once: what runs is started anew. Lambda does so to published versions,
 * too, and says nothing of a new RevisionId.
 */
export function moveRuntime(version: VersionRecord, runtimeVersionArn: string, deploymentId: string): void {
  version.settings = runOn(version.settings, runtimeVersionArn);
  if (version.deployed !== undefined) {
    version.deployed = { id: deploymentId, settings: runOn(version.deployed.settings, runtimeVersionArn) };
  }
}
