/** Labels of GitHub's Linux runners, which steps of this machine stand in for: https://docs.github.com/en/actions/reference/runners/github-hosted-runners */
export const runnerLabels: readonly string[] = [
  'ubuntu-latest',
  'ubuntu-26.04',
  'ubuntu-24.04',
  'ubuntu-22.04',
  'ubuntu-slim',
  'ubuntu-latest-arm',
  'ubuntu-24.04-arm',
  'ubuntu-22.04-arm',
];

/** The labels that `runs-on` names, in any of its forms. */
export function labelsOf(runsOn: unknown): string[] {
  if (typeof runsOn === 'string') return [runsOn];
  if (Array.isArray(runsOn)) return runsOn.map(String);
  return Object.values((runsOn ?? {}) as Record<string, unknown>).flatMap(labelsOf);
}
