/** A changelog of an action, as changesets write it. */
export interface Changelog {
  readonly action: string;
  readonly text: string;
}

/** What release notes say beside the changes. */
export interface Facts {
  readonly version: string;
  /** The release commit, which users pin. */
  readonly commit: string;
}

/** The text of a GitHub release: what changed, action by action, and how to pin and to check it. */
export function releaseNotes(changelogs: readonly Changelog[], { version, commit }: Facts): string {
  const changes = changelogs.flatMap(({ action, text }) => {
    const section = sectionOf(text, version);
    return section ? [`## ${action}\n\n${section}`] : [];
  });
  const pin = `Pin it: \`@${commit} # v${version}\`. Check it: \`npm run release -- verify v${version}\` builds the same bytes.`;
  return `${[...(changes.length > 0 ? changes : ['No action has changed.']), pin].join('\n\n')}\n`;
}

/** The changes under a version's heading. What only says that a package moved along is left out. */
function sectionOf(text: string, version: string): string {
  const [, ...sections] = `\n${text}`.split(/\n## /);
  const section = sections.find((one) => one.startsWith(`${version}\n`));
  const parts = (section ?? '').slice(version.length).split(/\n(?=### )/);
  return parts
    .map((part) =>
      part
        .replaceAll(/^(- Updated dependencies.*| *- @actions-aws\/\S+@\S+|No changes in this release\.)$/gm, '')
        .trim(),
    )
    .filter((part) => part.replace(/^### .*$/m, '').trim() !== '')
    .join('\n\n');
}
