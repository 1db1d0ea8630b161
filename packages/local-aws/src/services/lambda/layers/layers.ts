import { createHash } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kernel/errors.ts';
import type { Authorization } from '../../../kernel/service.ts';
import { type CodeSource, codeAuthorizations, readZip, unzippedSize } from '../code.ts';
import { lambdaDate, withoutUndefined } from '../configuration.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { codeLink } from '../links.ts';
import { partition } from '../names.ts';
import { operation } from '../operation.ts';
import { page } from '../paging.ts';
import type { LambdaCall, LambdaPlace } from '../place.ts';
import type { LambdaPorts } from '../ports.ts';
import { assertRoom } from '../storage.ts';
import type { LayerVersion } from './state.ts';

/**
 * Layers of zip functions; as recorded, where nothing else is said. What may be done with layers of other accounts cannot be
 * said here: they have no policies, and come by the control API.
 */
export function layerOperations(ports: LambdaPorts) {
  return {
    PublishLayerVersion: operation<sdk.PublishLayerVersionRequest, sdk.PublishLayerVersionResponse>(
      'PublishLayerVersion',
      {
        takes: [
          'LayerName',
          'Description',
          'Content.ZipFile',
          'Content.S3Bucket',
          'Content.S3Key',
          'Content.S3ObjectVersion',
          'CompatibleRuntimes',
          'CompatibleArchitectures',
          'LicenseInfo',
        ],
        resource: layerArn,
        authorizes: (input, place) => [
          { action: 'lambda:PublishLayerVersion', resource: layerArn(input, place) },
          ...codeAuthorizations((input.Content ?? {}) as CodeSource, place),
        ],
        run(call, input) {
          return shown(call, published(call, ports, input));
        },
      },
    ),

    GetLayerVersion: operation<sdk.GetLayerVersionRequest, sdk.GetLayerVersionResponse>('GetLayerVersion', {
      takes: ['LayerName', 'VersionNumber'],
      resource: versionArn,
      run: (call, input) => shown(call, existing(call, versionArn(input, call))),
    }),

    GetLayerVersionByArn: operation<sdk.GetLayerVersionByArnRequest, sdk.GetLayerVersionResponse>(
      'GetLayerVersionByArn',
      {
        takes: ['Arn'],
        resource: ({ Arn = '*' }) => Arn,
        authorizes: ({ Arn = '*' }) => [{ action: 'lambda:GetLayerVersion', resource: Arn }],
        run: (call, { Arn = '' }) => shown(call, existing(call, Arn)),
      },
    ),

    ListLayerVersions: operation<sdk.ListLayerVersionsRequest, sdk.ListLayerVersionsResponse>('ListLayerVersions', {
      takes: ['LayerName', 'CompatibleRuntime', 'CompatibleArchitecture', 'Marker', 'MaxItems'],
      ...onAll('lambda:ListLayerVersions'),
      run(call, input) {
        assertOwn(call, input);
        const wanted = nameOf(input);
        const own = ofPlace(call, input).filter(({ name }) => name === wanted);
        // The newest first.
        const { items, nextMarker } = page(own, ({ number }) => String(1e9 - number), input.Marker, input.MaxItems);
        return withoutUndefined({ LayerVersions: items.map(listed), NextMarker: nextMarker });
      },
    }),

    ListLayers: operation<sdk.ListLayersRequest, sdk.ListLayersResponse>('ListLayers', {
      takes: ['CompatibleRuntime', 'CompatibleArchitecture', 'Marker', 'MaxItems'],
      ...onAll('lambda:ListLayers'),
      run(call, input) {
        const latest = new Map(ofPlace(call, input).map((version) => [version.name, version]));
        const { items, nextMarker } = page(latest.values(), ({ name }) => name, input.Marker, input.MaxItems);
        return withoutUndefined({
          Layers: items.map((version) => ({
            LayerName: version.name,
            LayerArn: withoutNumber(version.arn),
            LatestMatchingVersion: listed(version),
          })),
          NextMarker: nextMarker,
        });
      },
    }),

    DeleteLayerVersion: operation<sdk.DeleteLayerVersionRequest, Record<string, never>>('DeleteLayerVersion', {
      takes: ['LayerName', 'VersionNumber'],
      resource: versionArn,
      run(call, input) {
        assertOwn(call, input);
        assertNumber(input);
        const version = call.state.layers.versions.get(versionArn(input, call));
        // One that does not exist is deleted successfully; functions that have it keep it.
        if (version !== undefined) version.deleted = true;
        return {};
      },
    }),
  };
}

function published(call: LambdaCall, ports: LambdaPorts, input: sdk.PublishLayerVersionRequest): LayerVersion {
  assertOwn(call, input);
  const { Content, Description = '', LicenseInfo, CompatibleRuntimes, CompatibleArchitectures } = input;
  const zip = readZip(call, ports, (Content ?? {}) as CodeSource);
  const size = unzippedSize(zip);
  assertRoom(call.state, zip.length);
  const { nextNumber, versions } = call.state.layers;
  const name = nameOf(input);
  const number = nextNumber.get(name) ?? 1;
  nextNumber.set(name, number + 1);
  const codeSha256 = createHash('sha256').update(zip).digest('base64');
  call.state.packages.set(codeSha256, Uint8Array.from(zip));
  const version: LayerVersion = {
    arn: `${layerArn(input, call)}:${number}`,
    name,
    number,
    codeSha256,
    codeSize: zip.length,
    unzippedSize: size,
    created: call.clock.now(),
    description: Description,
    licenseInfo: LicenseInfo,
    runtimes: CompatibleRuntimes,
    architectures: CompatibleArchitectures,
    deleted: false,
  };
  versions.set(version.arn, version);
  return version;
}

function existing(call: LambdaCall, arn: string): LayerVersion {
  assertNumber({ VersionNumber: Number(arn.split(':').at(-1)) });
  const version = call.state.layers.versions.get(arn);
  if (version === undefined || version.deleted) throw notFound('The resource you requested does not exist.');
  return version;
}

function assertNumber({ VersionNumber = 0 }: { readonly VersionNumber?: number | undefined }): void {
  if (VersionNumber < 1) throw invalidParameter('Layer Version Cannot be less than 1');
}

/** Refuses a layer of another account or Region. AWS's words could not be found. */
function assertOwn(call: LambdaCall, input: Named): void {
  const named = layerArn(input, call);
  if (named === layerArn({ LayerName: nameOf(input) }, call)) return;
  throw new AwsError(
    'AccessDeniedException',
    403,
    `${call.principal} may not do this with ${named}, which is not its own`,
  );
}

/** Versions of the account's own layers that fit what is asked for, in the order of their numbers. */
function ofPlace(
  { state, account }: LambdaPlace,
  { CompatibleRuntime, CompatibleArchitecture }: sdk.ListLayersRequest,
): LayerVersion[] {
  return [...state.layers.versions.values()].filter(
    ({ arn, deleted, runtimes = [], architectures = [] }) =>
      !deleted &&
      arn.split(':')[4] === account &&
      (CompatibleRuntime === undefined || runtimes.includes(CompatibleRuntime)) &&
      (CompatibleArchitecture === undefined || architectures.includes(CompatibleArchitecture)),
  );
}

function shown(call: LambdaCall, version: LayerVersion): sdk.GetLayerVersionResponse {
  const { codeSha256, codeSize } = version;
  return {
    ...listed(version),
    LayerArn: withoutNumber(version.arn),
    Content: {
      CodeSize: codeSize,
      ...(codeSha256 !== undefined && { CodeSha256: codeSha256, Location: codeLink(call, codeSha256) }),
    },
  };
}

function listed(version: LayerVersion): sdk.LayerVersionsListItem {
  return withoutUndefined({
    LayerVersionArn: version.arn,
    Version: version.number,
    Description: version.description,
    CreatedDate: lambdaDate(version.created),
    LicenseInfo: version.licenseInfo,
    CompatibleRuntimes: version.runtimes && [...version.runtimes],
    CompatibleArchitectures: version.architectures && [...version.architectures],
  });
}

interface Named {
  readonly LayerName?: string | undefined;
  readonly VersionNumber?: number | undefined;
}

/** A layer may be named by its ARN. */
function nameOf({ LayerName = '' }: Named): string {
  return LayerName.split(':').at(-1) ?? '';
}

function layerArn(input: Named, { account, region }: LambdaPlace): string {
  const { LayerName = '' } = input;
  return LayerName.startsWith('arn:')
    ? LayerName
    : `arn:${partition(region)}:lambda:${region}:${account}:layer:${nameOf(input)}`;
}

function versionArn(input: Named, place: LambdaPlace): string {
  return `${layerArn(input, place)}:${input.VersionNumber}`;
}

function withoutNumber(arn: string): string {
  return arn.replace(/:\d+$/, '');
}

/** The Service Authorization Reference has no resource for lists. */
function onAll(action: string) {
  return {
    resource: () => '*',
    authorizes: (): Authorization[] => [{ action, resource: '*' }],
  };
}
