import type { FileHeaders } from '@actions-aws/site';
import type { Pattern } from './patterns.ts';

/** Headers for the files that a pattern names. */
export interface HeaderRule {
  readonly files: Pattern;
  readonly headers: Partial<FileHeaders>;
}

/** https://docs.aws.amazon.com/whitepapers/latest/build-static-websites-aws/controlling-how-long-amazon-s3-content-is-cached-by-amazon-cloudfront.html */
const FOREVER = 'public,max-age=31536000,immutable';

/**
 * The headers of a file. Browsers keep a hashed file for ever and ask again for every other one before they show it. Rules come on
 * top in their order, and the last that names a header decides.
 */
export function headersFor(
  path: string,
  usual: { readonly contentType: string; readonly encoding?: string | undefined; readonly hashed: boolean },
  rules: readonly HeaderRule[],
): FileHeaders {
  const { contentType, encoding, hashed } = usual;
  const headers: FileHeaders = {
    'content-type': contentType,
    'cache-control': hashed ? FOREVER : 'no-cache',
    ...(encoding && { 'content-encoding': encoding }),
  };
  const given = rules.filter(({ files }) => files.matches(path)).map((rule) => rule.headers);
  return Object.assign({}, headers, ...given);
}
