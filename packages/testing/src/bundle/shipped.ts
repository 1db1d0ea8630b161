import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of code in `dist/`. */
interface Code {
  readonly file: string;
  readonly text: string;
}

/**
 * What is wrong with an action's `dist/` as it ships, as sentences: parts that are imported and not there, or there and not
 * imported, and packages whose licence is missing.
 */
export async function gapsIn(folder: string | URL): Promise<string[]> {
  const dist = join(typeof folder === 'string' ? folder : fileURLToPath(folder), 'dist');
  const files = (await readdir(dist)).filter((file) => file.endsWith('.js')).sort();
  const code = await Promise.all(files.map(async (file) => ({ file, text: await readFile(join(dist, file), 'utf8') })));
  return [...wrongParts(code), ...missingLicences(code, await readFile(join(dist, 'licenses.txt'), 'utf8'))];
}

/** A copy of an action: what it does there, it does without the parts that are missing. */
export interface PartialCopy {
  readonly action: string;
  /** The files that were left out of its `dist/`. */
  readonly leftOut: readonly string[];
  remove(): Promise<void>;
}

/** A copy of an action without the parts that are loaded on demand. */
export function entriesOf(folder: string | URL): Promise<PartialCopy> {
  return copyWithout(folder, /(?:)/);
}

/** A copy of an action without those parts loaded on demand that hold something, such as the definition of a class. */
export async function copyWithout(folder: string | URL, something: RegExp): Promise<PartialCopy> {
  const from = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const action = await mkdtemp(join(tmpdir(), 'copy-'));
  await cp(join(from, 'action.yml'), join(action, 'action.yml'));
  await cp(join(from, 'dist'), join(action, 'dist'), { recursive: true });
  const leftOut: string[] = [];
  for (const file of (await readdir(join(action, 'dist'))).sort()) {
    if (!file.endsWith('.index.js') || !something.test(await readFile(join(action, 'dist', file), 'utf8'))) continue;
    await rm(join(action, 'dist', file));
    leftOut.push(file);
  }
  return { action, leftOut, remove: () => rm(action, { recursive: true, force: true }) };
}

/** Parts that are loaded on demand are named by number: `__nccwpck_require__.e(43)` imports `43.index.js`. */
function wrongParts(code: readonly Code[]): string[] {
  const imports = code.flatMap(({ file, text }) =>
    [...text.matchAll(/\b__\w+_require__\.e\((?:\/\*.*?\*\/ *)?(\w+)\)/g)].map(([, id]) => ({
      file,
      part: `${id}.index.js`,
    })),
  );
  const entries = ['index.js', 'post.js'];
  return [
    ...imports.flatMap(({ file, part }) =>
      code.some((one) => one.file === part) ? [] : [`${file} imports ${part}, which is not there.`],
    ),
    ...code.flatMap(({ file }) =>
      entries.includes(file) || imports.some(({ part }) => part === file) ? [] : [`Nothing imports ${file}.`],
    ),
  ];
}

/** ncc names the ES modules of a bundle, in comments. */
function missingLicences(code: readonly Code[], licences: string): string[] {
  const listed = new Set(licences.split('\n'));
  const named = code.flatMap(({ text }) =>
    [...text.matchAll(/ MODULE: \S*\/node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//g)].map(([, name = '']) => name),
  );
  return [...new Set(named)]
    .filter((name) => !listed.has(name))
    .sort()
    .map((name) => `licenses.txt does not name ${name}.`);
}
