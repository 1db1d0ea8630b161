import { UserError } from '@actions-aws/action';
import type { Git } from '@actions-aws/git';
import { type Entry, SUBMODULE } from '../names/immutable.ts';
import { type Selection, selectionOf } from './pathspec.ts';

/** The object that is an empty tree, which git knows without having it; by how many digits the repository's hashes have. */
const EMPTY_TREE: Readonly<Record<number, string>> = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

/**
 * What a commit has at some paths, from git's objects alone: neither the working tree nor the files' content is read. Lines
 * hold in their order: one with `!` takes out of what those before it put in. The attributes that hold for what is there
 * belong to it, wherever they stand: line ends and filters make other files of the same objects.
 *
 * @throws UserError naming each line that matches nothing.
 */
export async function contentAt(git: Git, commit: string, paths: readonly string[]): Promise<readonly Entry[]> {
  const selections = paths.map(selectionOf);
  const listed = await Promise.all(selections.map((selection) => entriesOf(git, commit, selection)));
  const empty = selections.filter((_, index) => listed[index]?.length === 0);
  if (empty.length > 0) throw await matchesNothing(git, commit, empty);
  const content = new Map<string, Entry>();
  for (const [index, { isOut }] of selections.entries()) {
    for (const entry of listed[index] ?? []) {
      if (isOut) content.delete(entry.path);
      else content.set(entry.path, entry);
    }
  }
  if (content.size === 0) {
    throw new UserError('`paths` takes out all that it puts in: nothing is left to name the image by.', {
      hint: 'Take a line with `!` out.',
      code: 'no-content',
    });
  }
  for (const attributes of await attributesOf(git, commit, content)) content.set(attributes.path, attributes);
  return [...content.values()];
}

/** The files of attributes in the folders that some paths are in: https://git-scm.com/docs/gitattributes */
async function attributesOf(git: Git, commit: string, content: ReadonlyMap<string, Entry>): Promise<readonly Entry[]> {
  const all = await entriesOf(git, commit, { pathspecs: [':(top,glob)**/.gitattributes'] });
  if (all.length === 0) return [];
  const folders = new Set(['']);
  for (const path of content.keys()) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end + 1);
      // Those above it are there as well.
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return all.filter(({ path }) => folders.has(path.slice(0, path.lastIndexOf('/') + 1)));
}

/** As `git diff-tree` compares nothing with the commit: it takes every form of path, which `git ls-tree` does not. */
async function entriesOf(
  git: Git,
  commit: string,
  { pathspecs }: Pick<Selection, 'pathspecs'>,
): Promise<readonly Entry[]> {
  const nothing = EMPTY_TREE[commit.length];
  if (nothing === undefined) throw new TypeError(`${commit} is no whole commit id`);
  const args = [
    'diff-tree',
    '-r',
    '-z',
    '--no-renames',
    '--ignore-submodules=none',
    nothing,
    commit,
    '--',
    ...pathspecs,
  ];
  const fields = (await git.run(args)).stdout.toString('latin1').split('\0');
  const entries: Entry[] = [];
  // https://git-scm.com/docs/diff-format#_raw_output_format: ":000000 100644 0000 <object> A", then the path.
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [, mode = '', , object = ''] = (fields[index] ?? '').split(' ');
    entries.push({ path: fields[index + 1] ?? '', mode, object });
  }
  return entries;
}

async function matchesNothing(git: Git, commit: string, empty: readonly Selection[]): Promise<UserError> {
  const all = await entriesOf(git, commit, selectionOf('.'));
  const submodules = all.filter(({ mode }) => mode === SUBMODULE).map(({ path }) => path);
  const inside = submodules.find((path) => empty.some(({ given }) => toBytes(given).includes(`${path}/`)));
  const named = empty.map(({ given }) => `\`${given}\``).join(', ');
  const verb = empty.length === 1 ? 'matches' : 'match';
  return new UserError(`\`paths\` has ${named}, which ${verb} nothing in commit ${commit.slice(0, 12)}.`, {
    hint: inside
      ? `What is in the submodule \`${Buffer.from(inside, 'latin1').toString()}\` counts by its commit: name the submodule itself.`
      : 'Write paths as git has them, from the top of the repository; a file that is not committed is not there.',
    code: 'no-content',
  });
}

function toBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
