import type { FunctionVersion } from '@actions-aws/lambda';
import type { NewCode, Source } from './state.ts';

/**
 * Whether a version has the code that the run promotes. Of an image, AWS tells the digest by two names, which both have to be
 * this one where both are told; and an image that is in another repository is put there anew, since Lambda goes on reading
 * it where it had it from.
 */
export function hasCode(
  { codeSha256, resolvedImage, configuration }: Pick<FunctionVersion, 'codeSha256' | 'resolvedImage' | 'configuration'>,
  source: NewCode,
): boolean {
  if (codeSha256 !== source.codeSha256) return false;
  const { image } = source;
  if (!image) return true;
  const [, digest = image.digest] = resolvedImage.split('@');
  const { ImageRepository = image.repository } = configuration;
  return digest === image.digest && ImageRepository === image.repository;
}

/** Whether a version has the code that the run promotes, which is that of `$LATEST` where no other is given. */
export function hasWantedCode(
  version: Pick<FunctionVersion, 'codeSha256' | 'resolvedImage' | 'configuration'>,
  latest: Pick<FunctionVersion, 'codeSha256'>,
  source: Source,
): boolean {
  return source.kind === 'package' ? hasCode(version, source) : version.codeSha256 === latest.codeSha256;
}
