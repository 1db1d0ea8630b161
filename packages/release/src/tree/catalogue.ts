import { WRITTEN } from './refs.ts';

/** One row of the catalogue: what `action.yml` says of an action. */
export interface Entry {
  readonly name: string;
  readonly description: string;
}

/**
 * README.md of the release tree.
 *
 * @param sources address of the repository that the tree is built from.
 */
export function catalogue(entries: readonly Entry[], sources: string): string {
  const { repository, ref } = WRITTEN;
  const [first] = entries;
  const rows = entries.map(({ name, description }) => `| [\`${name}\`](${name}/README.md) | ${cell(description)} |`);
  return `# ${repository}

GitHub Actions that take a change safely from commit to users on AWS. This is their built form, for use in workflows; it is
made from [its sources](${sources}) and never edited here.

| action | what it does |
| --- | --- |
${rows.join('\n')}

\`\`\`yaml
- uses: ${repository}/${first?.name ?? 'ACTION'}@${ref}
\`\`\`

Each action's README says what it needs: inputs, \`permissions:\`, the least IAM policy.

## Versions

All actions have one version. \`v1.2.3\` never changes. \`v1.2\` moves to the newest patch of 1.2, and \`v1\` to the newest release
of 1. In workflows that matter, pin the full commit SHA of a release, with its version in a comment, and let Dependabot or
Renovate propose the next one:

\`\`\`yaml
- uses: ${repository}/${first?.name ?? 'ACTION'}@<full commit SHA> # v1.2.3
\`\`\`

\`git ls-remote https://github.com/${repository} refs/tags/v1.2.3\` prints the SHA. Anyone can build the same bytes from the
sources and compare: \`npm run release -- verify v1.2.3\` there.

MIT licence: [LICENSE](LICENSE). What is bundled has the licences in each action's \`dist/licenses.txt\`.
`;
}

/** One line, and no end of the table's cell. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}
