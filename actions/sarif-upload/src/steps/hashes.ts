import { createHash } from 'node:crypto';
import { linesOf } from '@actions-aws/findings';
import type { Hashes } from '../plan/fingerprint.ts';

/** The hashes of a checkout. */
export function hashesIn(checkout: string): Hashes {
  const { fingerprintAt } = linesOf(checkout);
  return { line: fingerprintAt, text: (text) => createHash('sha256').update(text).digest('hex') };
}
