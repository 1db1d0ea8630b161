import type { Git } from './git.ts';
import { textOf } from './git.ts';

/** A file that differs, as GitHub shows it: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
export interface ChangedFile {
  readonly sha: string | null;
  readonly filename: string;
  readonly status: string;
  readonly additions: number;
  readonly deletions: number;
  readonly changes: number;
  readonly previous_filename?: string;
  /** Of submodules alone: it is how a client can tell them. GitHub has one of most text files. */
  readonly patch?: string;
}

/**
 * Git's letters in GitHub's words. GitHub lists the words and does not explain them; `changed` is the only one that is left for
 * a change of type. A change of mode alone is `modified`, as git has it.
 */
const WORDS: Readonly<Record<string, string>> = {
  A: 'added',
  C: 'copied',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

/**
 * What differs between two commits, in the order of paths. Renames and copies are found by likeness, as git finds them unless
 * told otherwise: GitHub shows edited moves as `renamed` too. Of binary files no line is counted, so that `changes` is 0.
 */
export async function changedFiles(git: Git, base: string, head: string): Promise<readonly ChangedFile[]> {
  const range = ['--no-color', '-r', '-z', '-M', '-C', '-l0', base, head] as const;
  const [raw, counted] = await Promise.all([
    git.run('diff-tree', '--raw', '--no-abbrev', ...range),
    git.run('diff-tree', '--numstat', ...range),
  ]);
  const counts = countsIn(counted.split('\0'));
  const fields = raw.split('\0');
  const found: ChangedFile[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const [oldMode = '', mode = '', old = '', sha = '', letter = ''] = (fields[at] ?? '').slice(1).split(' ');
    const isPair = /^[RC]/.test(letter);
    const from = isPair ? fields[at + 1] : undefined;
    const path = fields[at + (isPair ? 2 : 1)] ?? '';
    at += isPair ? 3 : 2;
    const { additions, deletions } = counts.get(path) ?? { additions: 0, deletions: 0 };
    found.push({
      sha: /^0+$/.test(sha) ? null : sha,
      filename: textOf(path),
      status: WORDS[letter.slice(0, 1)] ?? 'changed',
      additions,
      deletions,
      changes: additions + deletions,
      ...(from !== undefined && { previous_filename: textOf(from) }),
      ...([oldMode, mode].includes('160000') && { patch: submodulePatch(old, sha) }),
    });
  }
  return found;
}

/** What git shows of a submodule: https://git-scm.com/docs/git-diff#Documentation/git-diff.txt---submoduleformat */
function submodulePatch(old: string, sha: string): string {
  const line = (sign: string, at: string) => (/^0+$/.test(at) ? [] : [`${sign}Subproject commit ${at}`]);
  return ['@@ -1 +1 @@', ...line('-', old), ...line('+', sha)].join('\n');
}

/** Lines by the path that there is now. Of a pair git prints both paths, behind an empty one. */
function countsIn(fields: readonly string[]): ReadonlyMap<string, Pick<ChangedFile, 'additions' | 'deletions'>> {
  const counts = new Map<string, Pick<ChangedFile, 'additions' | 'deletions'>>();
  for (let at = 0; at + 1 < fields.length; at += 1) {
    const [, additions, deletions, path = ''] = /^([^\t]*)\t([^\t]*)\t(.*)$/s.exec(fields[at] ?? '') ?? [];
    const lines = { additions: Number(additions) || 0, deletions: Number(deletions) || 0 };
    if (path !== '') counts.set(path, lines);
    else {
      counts.set(fields[at + 2] ?? '', lines);
      at += 2;
    }
  }
  return counts;
}
