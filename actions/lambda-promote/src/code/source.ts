import { UserError } from '@actions-aws/action';
import { LATEST, type Versions } from '@actions-aws/lambda';
import { type Context, withinDeadline } from '@actions-aws/promotion';
import type { Images } from '../image/image.ts';
import type { ImageUri } from '../inputs/image-uri.ts';
import type { Source, Way } from '../plan/state.ts';
import { type ArtifactBucket, type Package, packageFrom, s3Uri } from './package.ts';
import type { Objects } from './s3-object.ts';

/** Where the code of a function comes from, as the workflow says it: by one of these. */
export interface GivenSource {
  readonly zip?: string | undefined;
  readonly s3Uri?: string | undefined;
  /** The account that has to own the bucket, where it is not the function's. */
  readonly s3UriOwner?: string | undefined;
  /** What the object has to have, in hex or base64. */
  readonly s3UriSha256?: string | undefined;
  readonly imageUri?: ImageUri | undefined;
  readonly version?: string | undefined;
  readonly fromAlias?: string | undefined;
  /** `$LATEST` as it is, which has to be said. */
  readonly latest?: true | undefined;
}

/** Finds out what is to be promoted to a function, and the code itself where it is new. */
export type Sources = (
  given: GivenSource,
  functionName: string,
) => Promise<{ readonly source: Source; readonly code?: Package }>;

/**
 * Reads each zip, directory, object and image once, however many functions have their code from it. What is not in S3 yet goes
 * there first if a bucket is given.
 */
export function sources(
  { objects, images }: { readonly objects: Objects; readonly images: Images },
  where: Pick<Context<unknown>, 'clock' | 'signal' | 'budget' | 'log'> & {
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Tell whose a function is that is given by its name. */
    readonly versions: Pick<Versions, 'describe'>;
  },
  bucket?: ArtifactBucket,
): Sources {
  const workspace = where.env.GITHUB_WORKSPACE || process.cwd();
  const packages = new Map<string, Promise<Package>>();
  const once = (name: string, read: () => Promise<Package>) => {
    const found = packages.get(name) ?? read();
    packages.set(name, found);
    return found;
  };
  return async (given, functionName) => {
    const { zip, s3Uri: uri, s3UriSha256, imageUri } = given;
    if (zip !== undefined) {
      return packaged(await once(zip, () => packageFrom(zip, { workspace, log: where.log, bucket })));
    }
    if (uri !== undefined) {
      const owner = given.s3UriOwner ?? (await accountOf(functionName, where.versions));
      // There is no such function, and the run ends, or passes it over, before anything is uploaded.
      if (owner === undefined) return { source: { kind: 'package', codeSha256: '' } };
      const read = (signal: AbortSignal) => objects.read({ uri, owner }, { log: where.log, signal });
      const code = await once(`${owner} ${uri}`, () => withinDeadline(where, `${uri} was still being read`, read));
      if (s3UriSha256 !== undefined) refuseOtherCode(code, s3UriSha256);
      return packaged(code);
    }
    if (imageUri !== undefined) {
      const read = (signal: AbortSignal) => images.read(imageUri, { log: where.log, signal });
      const { text } = imageUri;
      return packaged(await once(text, () => withinDeadline(where, `${text} was still being looked at`, read)));
    }
    if (given.version !== undefined) return { source: { kind: 'version', version: given.version } };
    if (given.fromAlias !== undefined) return { source: { kind: 'alias', alias: given.fromAlias } };
    if (given.latest) return { source: { kind: 'latest' } };
    throw new Error('A function has no source of its code, and no problem says so. This is a bug.');
  };
}

/** The account of a function: its ARN says it; of a name AWS tells the ARN. `undefined` where there is no such function. */
async function accountOf(functionName: string, versions: Pick<Versions, 'describe'>): Promise<string | undefined> {
  const arn = functionName.startsWith('arn:') ? functionName : (await versions.describe(functionName, LATEST))?.arn;
  return arn?.split(':')[4];
}

function packaged(code: Package): { readonly source: Source; readonly code: Package } {
  const { codeSha256, artifact, image } = code;
  const keepAt = artifact && { keepAt: s3Uri(artifact) };
  return { source: { kind: 'package', codeSha256, way: wayOf(code), ...keepAt, ...(image && { image }) }, code };
}

function wayOf({ upload, artifact }: Package): Way {
  if (artifact) return 'artifact';
  if ('ZipFile' in upload) return 'request';
  if ('ImageUri' in upload) return 'image';
  return upload.S3ObjectVersion === undefined ? 'object' : 'object-version';
}

/** Refuses code whose SHA-256 is not the one that was given, in hex or base64. */
function refuseOtherCode({ codeSha256, source }: Package, expected: string): void {
  const isHex = expected.length === 64;
  const wanted = isHex ? expected.toLowerCase() : expected;
  const found = isHex ? Buffer.from(codeSha256, 'base64').toString('hex') : codeSha256;
  if (found === wanted) return;
  throw new UserError(`Input \`s3-uri-sha256\` is "${wanted}", but ${source} has the SHA-256 ${found}.`, {
    hint: 'The object is not what was built: look who else writes there, or give each build a key of its own, such as its hash. Nothing was written.',
  });
}
