import { createHash } from 'node:crypto';
import type {
  FunctionConfiguration,
  ResolvedS3Object,
  S3ObjectStorageMode,
  UpdateFunctionCodeRequest,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../kernel/errors.ts';
import type { Authorization } from '../../kernel/service.ts';
import { fullConfiguration } from './configuration.ts';
import { invalidParameter, requestTooLarge } from './errors.ts';
import { imageAuthorizations } from './images/permissions.ts';
import { readImage } from './images/read-image.ts';
import { assertTogether } from './layers/of-functions.ts';
import { functionArn, partition, referUnqualified } from './names.ts';
import { operation, unqualifiedArn } from './operation.ts';
import type { LambdaCall, LambdaPlace } from './place.ts';
import type { LambdaPorts } from './ports.ts';
import { unpack } from './runtime/archive.ts';
import type { LambdaState, Settings } from './state.ts';
import { assertStorable } from './storage.ts';
import { assertRevision, assertSettled, beginUpdate, existing } from './updates.ts';
import { addVersion } from './versions.ts';

/** 50 MB for an archive that is sent in the request (Lambda quotas; recorded with its message by localstack). */
const directZipLimit = 52_428_800;

/** Where the code of a function comes from: an archive in the request, an object in S3, or an image. */
export interface CodeSource {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly S3Key?: string | undefined;
  readonly S3ObjectVersion?: string | undefined;
  readonly ImageUri?: string | undefined;
  readonly S3ObjectStorageMode?: S3ObjectStorageMode | undefined;
  readonly SourceKMSKeyArn?: string | undefined;
}

/** The members of a {@link CodeSource}. */
export const sourceMembers = [
  'ZipFile',
  'S3Bucket',
  'S3Key',
  'S3ObjectVersion',
  'ImageUri',
  'S3ObjectStorageMode',
  'SourceKMSKeyArn',
] as const satisfies readonly (keyof CodeSource)[];

/** Code that has been read and found usable, but not stored. */
export interface ReadCode {
  readonly settings: Pick<
    Settings,
    'CodeSha256' | 'CodeSize' | 'PackageType' | 'ImageUri' | 'Image' | 'ResolvedS3Object' | 'SourceKMSKeyArn'
  >;
  /** The archive; undefined for an image. */
  readonly zip: Uint8Array | undefined;
}

/** Reads the code that a request names, and refuses what AWS refuses. Keeps nothing of it; `name` is the function's. */
export function readCode(
  call: LambdaCall,
  ports: LambdaPorts,
  source: CodeSource,
  packageType: Settings['PackageType'],
  name: string,
): ReadCode {
  if (packageType === 'Image') {
    if (source.ImageUri === undefined) {
      throw invalidParameter('Please provide ImageUri when updating a function with packageType Image.');
    }
    const { ZipFile, S3Bucket, S3Key, S3ObjectVersion } = source;
    if ([ZipFile, S3Bucket, S3Key, S3ObjectVersion].some((each) => each !== undefined)) {
      // In the words for a ZipFile; those for an image could not be found.
      throw invalidParameter('Please do not provide other FunctionCode parameters when providing an ImageUri.');
    }
    if (source.SourceKMSKeyArn || source.S3ObjectStorageMode !== undefined) {
      // Both are of zip packages (SDK); AWS's words could not be found.
      throw invalidParameter('SourceKMSKeyArn and S3ObjectStorageMode are not supported for packageType Image.');
    }
    return { settings: readImage(call, ports, source.ImageUri, functionArn(call, name)), zip: undefined };
  }
  if (source.ImageUri !== undefined) {
    throw invalidParameter("Please don't provide ImageUri when updating a function with packageType Zip.");
  }
  const object = referenced(source);
  const zip = readZip(call, ports, source);
  unpack(zip);
  const CodeSha256 = createHash('sha256').update(zip).digest('base64');
  const settings = {
    CodeSha256,
    CodeSize: zip.length,
    PackageType: 'Zip' as const,
    ...(object && { ResolvedS3Object: object }),
    ...(source.SourceKMSKeyArn && { SourceKMSKeyArn: source.SourceKMSKeyArn }),
  };
  return { settings, zip };
}

/**
 * The object that the code stays in, with REFERENCE. Lambda "requires S3 versioning to track which version of your source
 * object to use", and the version is among what a request names
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html): here it is refused without. That the
 * bucket lets Lambda read is taken for granted, as bucket policies are not looked at for it.
 */
function referenced({
  S3ObjectStorageMode: mode,
  S3Bucket,
  S3Key,
  S3ObjectVersion,
}: CodeSource): ResolvedS3Object | undefined {
  if (mode !== 'REFERENCE') return undefined;
  if (S3Bucket === undefined || S3Key === undefined) {
    throw invalidParameter('S3ObjectStorageMode REFERENCE needs code in Amazon S3: provide S3Bucket and S3Key.');
  }
  if (S3ObjectVersion === undefined) {
    throw invalidParameter('S3ObjectVersion is required when S3ObjectStorageMode is REFERENCE.');
  }
  return { S3Bucket, S3Key, S3ObjectVersion };
}

/** The archive that a request has, or names in S3; throws AWS's refusals. */
export function readZip(call: LambdaCall, ports: LambdaPorts, source: CodeSource): Uint8Array {
  const { ZipFile, S3Bucket, S3Key, S3ObjectVersion } = source;
  if (ZipFile !== undefined) {
    if (S3Bucket !== undefined || S3Key !== undefined) {
      throw invalidParameter('Please do not provide other FunctionCode parameters when providing a ZipFile.');
    }
    if (ZipFile.length > directZipLimit) {
      throw requestTooLarge(`Zipped size must be smaller than ${directZipLimit} bytes`);
    }
    return ZipFile;
  }
  if (S3Bucket === undefined || S3Key === undefined) {
    throw invalidParameter('Please provide a source for function code.');
  }
  try {
    return ports.readObject(call, S3Bucket, S3Key, S3ObjectVersion);
  } catch (error) {
    throw error instanceof AwsError ? unreadable(error, `${S3Bucket}/${S3Key}`) : error;
  }
}

/** S3's refusal in Lambda's words: recorded, but for denied access (aws-samples/aws-codepipeline-bitbucket-integration#11). */
function unreadable({ code, message }: AwsError, object: string): AwsError {
  const reason = `S3 Error Code: ${code}. S3 Error Message: ${message}`;
  return code === 'AccessDenied'
    ? new AwsError(
        'AccessDeniedException',
        403,
        `Your access has been denied by S3, please make sure your request credentials have permission to GetObject for ${object}. ${reason}`,
      )
    : invalidParameter(`Error occurred while GetObject. ${reason}`);
}

/** Bytes of all files of an archive; of none, 0. */
export function unzippedSize(zip: Uint8Array | undefined): number {
  return zip === undefined ? 0 : unpack(zip).reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** Keeps an archive for the functions that use it. */
export function storeCode(state: LambdaState, code: ReadCode): void {
  if (code.zip !== undefined) {
    state.packages.set(code.settings.CodeSha256, Uint8Array.from(code.zip));
  }
}

/**
 * The permissions that the code takes: reading it from S3 (AWS Lambda developer guide, access-control-identity-based),
 * and using its key. Those of images are in `images/permissions.ts`. Lambda calls KMS "on your behalf", if the key's policy lets it
 * (https://docs.aws.amazon.com/lambda/latest/dg/encrypt-zip-package.html); whether the caller's own policy counts as well is not
 * documented: here it does.
 */
export function codeAuthorizations(source: CodeSource, place: LambdaPlace): Authorization[] {
  const { S3Bucket, S3Key, S3ObjectVersion, SourceKMSKeyArn } = source;
  const object: Authorization = {
    action: S3ObjectVersion === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
    resource: `arn:${partition(place.region)}:s3:::${S3Bucket}/${S3Key}`,
  };
  return [
    ...(S3Bucket === undefined || S3Key === undefined ? [] : [object]),
    ...(SourceKMSKeyArn
      ? ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({ action, resource: SourceKMSKeyArn }))
      : []),
  ];
}

/** UpdateFunctionCode. */
export function codeOperations(ports: LambdaPorts) {
  return {
    UpdateFunctionCode: operation<UpdateFunctionCodeRequest, FunctionConfiguration>('UpdateFunctionCode', {
      takes: ['FunctionName', ...sourceMembers, 'Architectures', 'Publish', 'DryRun', 'RevisionId'],
      resource: unqualifiedArn,
      authorizes: (input, place) => [
        { action: 'lambda:UpdateFunctionCode', resource: unqualifiedArn(input, place) },
        ...codeAuthorizations(input, place),
        ...imageAuthorizations(ports, input.ImageUri, place, unqualifiedArn(input, place)),
      ],
      run(call, input) {
        const func = existing(call, referUnqualified(call, input.FunctionName ?? ''));
        assertSettled(call, func);
        assertRevision(func.latest.revisionId, input.RevisionId);
        const before = func.latest.settings;
        const code = readCode(call, ports, input, before.PackageType, func.name);
        // Neither the storage mode nor the key is kept from before: "if you omit S3ObjectStorageMode, it defaults to COPY"
        // (https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html), and without a key the package
        // is encrypted with AWS's (SDK, UpdateFunctionCodeRequest.SourceKMSKeyArn).
        const { ImageUri: _, Image: __, ResolvedS3Object: ___, SourceKMSKeyArn: ____, ...kept } = before;
        const settings: Settings = {
          ...kept,
          ...code.settings,
          ...(input.Architectures === undefined ? {} : { Architectures: input.Architectures }),
        };
        assertTogether(call, settings, () => unzippedSize(code.zip));
        assertStorable(call.state, settings, input.Publish === true ? 2 : 1);
        if (input.DryRun === true) {
          // "Set to true to validate the request parameters and access permissions without modifying the function code" (SDK).
          return fullConfiguration(call, func, { ...func.latest, settings }, undefined);
        }
        storeCode(call.state, code);
        beginUpdate(call, func, settings);
        if (input.Publish !== true) {
          return fullConfiguration(call, func, func.latest, undefined);
        }
        // Recorded: the version is Pending while $LATEST is InProgress, and it is the version that is answered.
        const version = addVersion(call, func, undefined, func.latest.transition);
        return fullConfiguration(call, func, version, version.version);
      },
    }),
  };
}
