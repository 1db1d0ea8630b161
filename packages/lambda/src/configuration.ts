import { isDeepStrictEqual } from 'node:util';
import type { FunctionCodeLocation, FunctionConfiguration } from '@aws-sdk/client-lambda';

/**
 * What a version does apart from its code: whatever AWS tells of it, less what tells versions apart or changes by itself.
 * A setting that AWS adds tomorrow counts as configuration, so that it is never carried to users unseen.
 */
export type Configuration = Readonly<Record<string, unknown>>;

const NOT_CONFIGURATION = [
  'CodeSha256',
  'CodeSize',
  'ConfigSha256',
  'Description',
  'FunctionArn',
  'FunctionName',
  'LastModified',
  'LastUpdateStatus',
  'LastUpdateStatusReason',
  'LastUpdateStatusReasonCode',
  'MasterArn',
  'RevisionId',
  'RuntimeVersionConfig',
  'SigningJobArn',
  'SigningProfileVersionArn',
  'State',
  'StateReason',
  'StateReasonCode',
  'Version',
] as const satisfies readonly (keyof FunctionConfiguration)[];

/**
 * How the code of a version is stored. UpdateFunctionCode resets what it is not told again: without `SourceKMSKeyArn` the
 * code is encrypted with AWS's key (https://docs.aws.amazon.com/lambda/latest/dg/encrypt-zip-package.html), without
 * `S3ObjectStorageMode` it is copied
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html).
 */
export interface CodeStorage {
  readonly SourceKMSKeyArn?: string;
  /** Lambda has no copy of the code: it reads the object in the customer's bucket whenever it needs it. */
  readonly S3ObjectStorageMode?: 'REFERENCE';
}

/** How code is stored, by GetFunction's `Code`: no other answer tells. It names the object where Lambda has no copy. */
function storageIn({ SourceKMSKeyArn, ResolvedS3Object }: FunctionCodeLocation): CodeStorage {
  return {
    ...(SourceKMSKeyArn && { SourceKMSKeyArn }),
    ...(ResolvedS3Object && { S3ObjectStorageMode: 'REFERENCE' }),
  };
}

/**
 * The repository that a container image is in, by GetFunction's `Code`. It is no part of the code, which has a digest, but
 * Lambda goes on reading the image there (https://docs.aws.amazon.com/lambda/latest/dg/invocation-images.html).
 */
function repositoryIn({ ResolvedImageUri = '' }: FunctionCodeLocation): Configuration {
  const [ImageRepository = ''] = ResolvedImageUri.split('@');
  return ImageRepository ? { ImageRepository } : {};
}

/** What an image is started with instead of what it says itself: its handler, mostly, where several functions have one image. */
function imageConfigIn({ ImageConfigResponse: response }: FunctionConfiguration): Configuration {
  const { ImageConfig, Error: problem } = response ?? {};
  if (problem) return { ImageConfig: { Error: { ErrorCode: problem.ErrorCode ?? 'no reason given' } } };
  return ImageConfig ? { ImageConfig } : {};
}

/** How code is stored, by a configuration that GetFunction told. */
export function storageOf({ SourceKMSKeyArn, S3ObjectStorageMode }: Configuration): CodeStorage {
  return {
    ...(typeof SourceKMSKeyArn === 'string' && { SourceKMSKeyArn }),
    ...(S3ObjectStorageMode === 'REFERENCE' && { S3ObjectStorageMode }),
  };
}

/** Takes the configuration out of what AWS answers about a function or a version, and about its code, which is part of it. */
export function configurationOf(answer: FunctionConfiguration, code: FunctionCodeLocation = {}): Configuration {
  const { ...rest } = {
    ...answer,
    ...storageIn(code),
    ...repositoryIn(code),
    ...imageConfigIn(answer),
  } as Record<string, unknown>;
  delete rest.$metadata;
  delete rest.ImageConfigResponse;
  for (const key of NOT_CONFIGURATION) delete rest[key];
  // AWS answers a VpcConfig of empty lists where there is none any more.
  const vpc = rest.VpcConfig as { SubnetIds?: string[] } | undefined;
  if (!vpc?.SubnetIds?.length) delete rest.VpcConfig;
  // On `$LATEST` it says that SnapStart will apply, on a version whether it does.
  const snapStart = rest.SnapStart as { ApplyOn?: string } | undefined;
  if (snapStart) rest.SnapStart = { ApplyOn: snapStart.ApplyOn };
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => !isNothing(value)));
}

/** One setting that differs: in words that a person may read in a public log, so never an environment variable's value. */
export interface Difference {
  readonly setting: string;
  readonly from: string;
  readonly to: string;
}

/** What changes for users besides the code when `next` takes the place of `live`. */
export function differences(live: Configuration, next: Configuration): readonly Difference[] {
  const settings = [...new Set([...Object.keys(live), ...Object.keys(next)])].sort();
  return settings.flatMap((setting) => {
    if (setting === 'Environment' || setting === 'ImageConfig') {
      const code = unreadable(live, setting) ?? unreadable(next, setting);
      const named = setting === 'Environment' ? 'environment variables' : setting;
      // Two that cannot be read are not the same: better a version too many than a change that nobody saw.
      if (code) return [{ setting: named, from: `not readable (${code})`, to: 'perhaps others' }];
    }
    if (setting === 'Environment') return environmentDifferences(variables(live), variables(next));
    if (setting === 'ImageConfig') return partDifferences(setting, live, next);
    return valueDifferences(setting, live[setting], next[setting]);
  });
}

/** Of a setting that has several parts, such as the command and the entry point of an image. */
function partDifferences(setting: string, live: Configuration, next: Configuration): readonly Difference[] {
  const [from, to] = [live, next].map((one) => (one[setting] ?? {}) as Configuration);
  const parts = [...new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])].sort();
  return parts.flatMap((part) => valueDifferences(`${setting}.${part}`, from?.[part], to?.[part]));
}

function valueDifferences(setting: string, from: unknown, to: unknown): readonly Difference[] {
  if (isDeepStrictEqual(from, to) || (isNothing(from) && isNothing(to))) return [];
  return [{ setting, from: inWords(from), to: inWords(to) }];
}

/**
 * Whether two may be the same although `differences` says that they are not: all else is, and environment variables, or how
 * an image is started, cannot be read.
 */
export function maybeSame(live: Configuration, next: Configuration): boolean {
  const hidden = READ_APART.filter((setting) => unreadable(live, setting) ?? unreadable(next, setting));
  if (hidden.length === 0) return false;
  const readable = (one: Configuration) =>
    Object.fromEntries(Object.entries(one).filter(([setting]) => !hidden.some((name) => name === setting)));
  return differences(readable(live), readable(next)).length === 0;
}

function environmentDifferences(
  live: Readonly<Record<string, string>>,
  next: Readonly<Record<string, string>>,
): readonly Difference[] {
  return [...new Set([...Object.keys(live), ...Object.keys(next)])].sort().flatMap((name) => {
    if (live[name] === next[name]) return [];
    return [
      {
        setting: `environment variable ${name}`,
        from: live[name] === undefined ? 'not set' : 'set',
        to: next[name] === undefined ? 'not set' : live[name] === undefined ? 'set' : 'set to another value',
      },
    ];
  });
}

function variables(configuration: Configuration): Readonly<Record<string, string>> {
  return (configuration.Environment as { Variables?: Record<string, string> } | undefined)?.Variables ?? {};
}

/** What AWS may fail to read by itself, and then answers all the rest. */
const READ_APART = ['Environment', 'ImageConfig'] as const;

/** Why such a setting could not be read: of variables AWS answers so to who may not use their key (`kms:Decrypt`). */
function unreadable(configuration: Configuration, setting: (typeof READ_APART)[number]): string | undefined {
  const { Error: problem } = (configuration[setting] ?? {}) as { Error?: { ErrorCode?: string } };
  return problem && (problem.ErrorCode ?? 'no reason given');
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object') return false;
  return Object.values(value).every(isNothing);
}

function inWords(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
