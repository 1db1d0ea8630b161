import { type Check, checksDocument } from '@actions-aws/checks';
import type { Zipped } from '@actions-aws/testing';
import type { PushedImage } from '@actions-aws/testing/images';
import type { AlarmSettings } from '../../src/canary/guard.ts';
import { type ArtifactBucket, artifactKey, s3Uri } from '../../src/code/package.ts';
import type { Request } from '../../src/inputs/resolve.ts';
import type { Desired, SourceImage } from '../../src/plan/state.ts';

/** What a test asks for besides the usual. */
export interface Asked extends Partial<Desired> {
  readonly code?: Zipped;
  /** An image, which was looked at; instead of `code`. */
  readonly image?: Pick<PushedImage, 'digest' | 'resolvedUri' | 'uri'>;
  /** The bucket by which the code goes. */
  readonly bucket?: ArtifactBucket;
  /** Where in S3 the code is already; else it is sent with the request. */
  readonly object?: { readonly S3Bucket: string; readonly S3Key: string; readonly S3ObjectVersion?: string };
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly alarms?: Partial<AlarmSettings>;
  readonly timeoutMs?: number;
  /** The number of the workflow run; counts up unless given. */
  readonly run?: number;
}

/** Checks as a workflow writes them. */
export function checks(given: unknown): readonly Check[] {
  return checksDocument.parse(given) as readonly Check[];
}

/** What a run asks for: all that is usual, and what each test says besides. Run `run` has the nonce `0000000<run>`. */
export function requestsOf(
  several: readonly Asked[],
  { functionName, run }: { readonly functionName: string; readonly run: number },
): readonly Request[] {
  const [{ run: number = run } = {}] = several;
  return several.map(({ code, image, bucket, object, dryRun, signal, timeoutMs, run: _, alarms, ...asked }) => {
    const desired: Desired = {
      functionName,
      optional: false,
      alias: 'live',
      source: code
        ? {
            kind: 'package',
            codeSha256: code.codeSha256,
            way: bucket ? 'artifact' : !object ? 'request' : object.S3ObjectVersion ? 'object-version' : 'object',
            ...(bucket && { keepAt: s3Uri({ bucket, key: artifactKey(code.codeSha256) }) }),
          }
        : image
          ? { kind: 'package', codeSha256: digitsOf(image), way: 'image', image: seen(image) }
          : { kind: 'latest' },
      smoke: checks('GET /api/v1/health'),
      smokeOn: 'latest',
      verify: checks('GET /api/v1/health'),
      canary: [],
      until: undefined,
      holdForMs: 3_600_000,
      settleMs: 120_000,
      minInvocations: 1,
      keepVersions: undefined,
      allowOlder: false,
      allowUnqualified: false,
      deployer: {
        owner: { run: `${number}`, attempt: 1, nonce: `${run}`.padStart(8, '0') },
        order: { workflow: 'aaaaaaaaaaaa', number },
      },
      ...asked,
    };
    if (image) {
      const known = { codeSha256: digitsOf(image), size: 0, source: image.resolvedUri };
      return { desired, code: { ...known, upload: { ImageUri: image.resolvedUri }, image: seen(image) } };
    }
    if (!code) return { desired };
    const { codeSha256, bytes } = code;
    const known = { codeSha256, size: bytes.length, source: 'test' };
    if (!bucket) return { desired, code: { ...known, upload: object ?? { ZipFile: bytes } } };
    const key = artifactKey(codeSha256);
    const upload = { S3Bucket: bucket.name, S3Key: key };
    return { desired, code: { ...known, upload, artifact: { ...known, bucket, key, bytes } } };
  });
}

function digitsOf({ digest }: { readonly digest: string }): string {
  return digest.replace('sha256:', '');
}

/** As an action that looks at it finds it. */
function seen({ digest, resolvedUri, uri }: Pick<PushedImage, 'digest' | 'resolvedUri' | 'uri'>): SourceImage {
  const [repository = ''] = resolvedUri.split('@');
  return { repository, digest, region: 'eu-west-1', architecture: 'x86_64', given: uri };
}

/** What holds for the whole run is taken from the first. */
export function askedOfAll([{ dryRun = false, timeoutMs = 600_000, alarms } = {}]: readonly Asked[]) {
  return {
    dryRun,
    timeout: timeoutMs,
    onFiringAlarm: 'fail',
    onInsufficientData: 'hold',
    errorFloor: 'default',
    alarms: undefined,
    ...alarms,
  } as const;
}
