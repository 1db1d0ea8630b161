import { type Refs, WRITTEN } from './refs.ts';

/** One row of the catalogue: what `action.yml` says of an action. */
export interface Entry {
  readonly name: string;
  readonly description: string;
}

/**
 * README.md of the release tree.
 *
 * @param sources address of the repository that the tree is built from.
 * @param refs of a tree that is published under another name, by tags of its own; else it is a release.
 */
export function catalogue(entries: readonly Entry[], sources: string, refs?: Refs): string {
  const { repository, ref } = refs ?? WRITTEN;
  const uses = `${repository}/${entries[0]?.name ?? 'ACTION'}`;
  const rows = entries.map(({ name, description }) => `| [\`${name}\`](${name}/README.md) | ${cell(description)} |`);
  return `# ${repository}

GitHub Actions that take a change safely from commit to users on AWS. This is their built form, for use in workflows; it is
made from [its sources](${sources}) and never edited here.

| action | what it does |
| --- | --- |
${rows.join('\n')}

\`\`\`yaml
- uses: ${uses}@${ref}
\`\`\`

Each action's README says what it needs: inputs, \`permissions:\`, the least IAM policy.

## Versions

${refs ? ownVersions(uses, refs) : releasedVersions(uses, repository)}

MIT licence: [LICENSE](LICENSE). What is bundled has the licences in each action's \`dist/licenses.txt\`.
`;
}

function releasedVersions(uses: string, repository: string): string {
  return `All actions have one version. \`v1.2.3\` never changes. \`v1.2\` moves to the newest patch of 1.2, and \`v1\` to the newest release
of 1. In workflows that matter, pin the full commit SHA of a release, with its version in a comment, and let Dependabot or
Renovate propose the next one:

\`\`\`yaml
- uses: ${uses}@<full commit SHA> # v1.2.3
\`\`\`

\`git ls-remote https://github.com/${repository} refs/tags/v1.2.3\` prints the SHA. Anyone can build the same bytes from the
sources and compare: \`npm run release -- verify v1.2.3\` there.`;
}

function ownVersions(uses: string, { repository, ref }: Refs): string {
  return `All actions have one version, that of the commit. In workflows that matter, pin its full SHA:

\`\`\`yaml
- uses: ${uses}@<full commit SHA> # ${ref}
\`\`\`

\`git ls-remote https://github.com/${repository} ${ref}\` prints the SHA. Anyone can build the same bytes from the same commit of the
sources and compare: \`npm run release -- build --out DIR --refs ${repository}@${ref}\` there.`;
}

/** One line, and no end of the table's cell. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}
