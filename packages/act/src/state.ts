import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Push } from './event/push.ts';

/** What later commands know of earlier ones. */
export interface State<Kept> {
  readonly kept: Kept | undefined;
  /** A run's id and its number among the runs of its workflow: never given twice. */
  next(workflow: string): { readonly id: number; readonly number: number };
  save(kept: Kept): Promise<void>;
  readonly caches: string;
  /** Pushes of a ref, the last one at the end. */
  pushesOf(ref: string): readonly Push[];
  notePush(ref: string, push: Push): void;
  /** Where a commit is kept that was made for a push of the ref, as a git bundle. */
  bundleOf(ref: string): string;
}

interface Saved<Kept> {
  readonly lastId: number;
  readonly numbers: Readonly<Record<string, number>>;
  readonly pushes?: Readonly<Record<string, readonly Push[]>>;
  readonly kept?: Kept;
}

/** Reads the state of a folder, which is made where there is none. Written whole, then moved into place. */
export async function openState<Kept>(folder: string): Promise<State<Kept>> {
  const file = path.join(folder, 'runs.json');
  const caches = path.join(folder, 'caches');
  await mkdir(caches, { recursive: true });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  // As long as GitHub's ids are: what takes them for small numbers is found here.
  const saved: Saved<Kept> = text === undefined ? { lastId: 19_000_000_000, numbers: {} } : parsed(file, text);
  let { lastId } = saved;
  const numbers = { ...saved.numbers };
  const pushes = { ...saved.pushes };
  let writes = 0;
  return {
    kept: saved.kept,
    caches,
    next(workflow) {
      lastId += 1;
      const number = (numbers[workflow] ?? 0) + 1;
      numbers[workflow] = number;
      return { id: lastId, number };
    },
    pushesOf: (ref) => pushes[ref] ?? [],
    notePush(ref, push) {
      const earlier = pushes[ref] ?? [];
      if (earlier.at(-1)?.after !== push.after) pushes[ref] = [...earlier, push];
    },
    bundleOf: (ref) => path.join(folder, 'pushed', `${encodeURIComponent(ref)}.bundle`),
    async save(kept) {
      writes += 1;
      const fresh = `${file}.${process.pid}.${writes}`;
      await writeFile(fresh, JSON.stringify({ lastId, numbers, pushes, kept } satisfies Saved<Kept>, null, 1));
      await rename(fresh, file);
    },
  };
}

function parsed<Kept>(file: string, text: string): Saved<Kept> {
  try {
    return JSON.parse(text) as Saved<Kept>;
  } catch (error) {
    throw new Error(
      `${file} cannot be read (${(error as Error).message}): remove it, and runs are counted from 1 again.`,
    );
  }
}
