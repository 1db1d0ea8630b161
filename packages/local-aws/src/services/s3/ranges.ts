import { AwsError } from '../../kernel/errors.ts';
import { invalidArgument } from './errors.ts';
import type { Version } from './state.ts';

/** Bytes from `start` to `end`, both included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a Range header; undefined for the whole object, as with a header that is not a single byte range.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax ("doesn't support retrieving multiple ranges")
 */
export function byteRange(header: string | undefined, size: number): Range | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [from, to] = [match[1]!, match[2]!];
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && from !== '' && Number(to) < Number(from)) return undefined;
  if (start < size && (from !== '' || Number(to) > 0)) return { start, end };
  throw new AwsError('InvalidRange', 416, 'The requested range is not satisfiable', {
    RangeRequested: header,
    ActualObjectSize: size,
    'content-range': `bytes */${size}`,
  });
}

/** The bytes of one part of an object that was uploaded in parts; any other object is one part. */
export function partRange(number: number, { body, parts }: Version): Range | undefined {
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      String(number),
    );
  }
  const ends = parts.length === 0 ? [body.length] : parts.map((part) => part.end);
  const end = ends[number - 1];
  if (end === undefined) {
    throw new AwsError('InvalidPartNumber', 416, 'The requested partnumber is not satisfiable', {
      PartNumberRequested: number,
      ActualPartCount: ends.length,
    });
  }
  return end === 0 ? undefined : { start: ends[number - 2] ?? 0, end: end - 1 };
}
