import type { SeverityWord } from '../words.ts';

/** The words of all tools, in lower case. */
const words = new Map<string, SeverityWord>([
  ['critical', 'critical'],
  ['crit', 'critical'],
  ['blocker', 'critical'],
  ['high', 'high'],
  // Red Hat: https://access.redhat.com/security/updates/classification
  ['important', 'high'],
  // ESLint, hadolint, Semgrep, cfn-lint
  ['error', 'high'],
  // cfn_nag
  ['fail', 'high'],
  ['medium', 'medium'],
  // npm, pnpm, GitHub's advisories, Red Hat
  ['moderate', 'medium'],
  ['warning', 'medium'],
  ['warn', 'medium'],
  ['low', 'low'],
  // Grype, for distributions that say so
  ['negligible', 'low'],
  ['note', 'low'],
  ['info', 'low'],
  ['informational', 'low'],
  // hadolint
  ['style', 'low'],
  ['unknown', 'unknown'],
  // bandit
  ['undefined', 'unknown'],
  // Ubuntu, by way of Trivy
  ['untriaged', 'unknown'],
  // "Not rated" rather than "not bad"
  ['unspecified', 'unknown'],
  ['none', 'unknown'],
]);

/** Our word for a tool's; undefined where no tool is known to write it. */
export function wordOf(said: string): SeverityWord | undefined {
  return words.get(said) ?? words.get(said.trim().toLowerCase());
}
