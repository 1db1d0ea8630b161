import { AwsError } from '../../kernel/errors.ts';
import { byteRange, type Range } from '../../kernel/wire/byte-range.ts';
import { invalidArgument } from './errors.ts';
import type { Version } from './state.ts';

/** The range of a Range header; undefined for the whole object. Throws where the object has no such bytes. */
export function rangeOf(header: string | undefined, size: number): Range | undefined {
  const range = byteRange(header, size);
  if (range !== 'unsatisfiable') return range;
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
