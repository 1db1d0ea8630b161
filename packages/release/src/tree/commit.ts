import { type Git, line } from '../git.ts';
import type { Files } from './refusals.ts';

/** A commit and the tree in it, by their ids. */
export interface Committed {
  readonly commit: string;
  readonly tree: string;
}

/** What a commit says beside its files. Equal words and files give an equal id, wherever and whenever it is made. */
export interface Words {
  readonly message: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly parent?: string;
}

const author = 'actions release <actions@users.noreply.github.com>';

/** A commit of a tree that is there already. */
export async function commitOf(git: Git, tree: string, { message, time, parent }: Words): Promise<string> {
  const who = `${author} ${time} +0000`;
  const head = [`tree ${tree}`, ...(parent ? [`parent ${parent}`] : []), `author ${who}`, `committer ${who}`];
  const text = Buffer.from(`${head.join('\n')}\n\n${message}`);
  return line(git(['hash-object', '-t', 'commit', '-w', '--stdin'], { input: text }));
}

/**
 * Makes a commit of exactly these files, byte by byte: no attribute, filter or line ending has a say. Every file is an ordinary
 * one, since Windows knows no executable bit to read.
 */
export async function commitTree(git: Git, files: Files, { message, time, parent }: Words): Promise<Committed> {
  const ref = 'refs/release/built';
  const text = Buffer.from(message);
  const head = [`commit ${ref}`, `committer ${author} ${time} +0000`, `data ${text.length}`, message];
  if (parent) head.push(`from ${parent}`);
  const stream = [Buffer.from(`${head.join('\n')}\ndeleteall\n`)];
  for (const [file, bytes] of files) {
    stream.push(Buffer.from(`M 100644 inline ${file}\ndata ${bytes.length}\n`), Buffer.from(bytes), Buffer.from('\n'));
  }
  // https://git-scm.com/docs/git-fast-import: `--force` lets the ref leave what it was on.
  await git(['fast-import', '--quiet', '--force', '--date-format=raw'], { input: Buffer.concat(stream) });
  const [commit = '', tree = ''] = (await line(git(['rev-parse', ref, `${ref}^{tree}`]))).split('\n');
  return { commit, tree };
}
