import type { NormalResult, SeverityWord } from '@actions-aws/findings';

/** The middle of what GitHub shows by each word: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support#reportingdescriptor-object */
const SCORES: Readonly<Partial<Record<SeverityWord, number>>> = { critical: 9.5, high: 8, medium: 5.5, low: 2 };

/** The property that GitHub reads a score from, and the tag without which it does not. */
export const SCORE = 'security-severity';
export const SECURITY = 'security';

/**
 * The score that a result gives its rule where that has none; undefined where the level says as much, or nothing is known. A secret
 * is the worst, also where its tool says less: gitleaks has no level, which is a warning.
 */
export function scoreOf({
  kind,
  severity: { word, source, said },
}: Pick<NormalResult, 'kind' | 'severity'>): number | undefined {
  if (kind === 'secret') return SCORES.critical;
  if (kind === 'lint' || kind === 'license') return undefined;
  if (source === 'cvss') return validScore(said) ?? SCORES[word];
  return source === 'tool' ? SCORES[word] : undefined;
}

/** A score that GitHub takes: "a string representing a score", above 0, at most 10. */
export function validScore(given: unknown): number | undefined {
  const score = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  return typeof score === 'number' && score > 0 && score <= 10 ? score : undefined;
}
