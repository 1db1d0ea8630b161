import type { SeverityWord } from '../words.ts';

/** A score above 0 and up to 10, of a number or a text such as `7.5`; undefined where it is none. */
export function scoreOf(written: unknown): number | undefined {
  const score = typeof written === 'string' && written.trim() !== '' ? Number(written) : written;
  return typeof score === 'number' && score > 0 && score <= 10 ? score : undefined;
}

/**
 * GitHub's bands of a score. It says "over 9.0 is critical" and leaves 9.0 itself out; the CVSS specification has 9.0 as critical.
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#reportingdescriptor-object
 */
export function bandOf(score: number): SeverityWord {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}
