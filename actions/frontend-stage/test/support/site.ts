import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { auto } from '../../src/assets/hashed.ts';
import { type Build, readBuild, type Wanted } from '../../src/build/build.ts';
import { type PatternList, patternOf } from '../../src/build/patterns.ts';

/** Files of a build by their paths. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A build in a folder of its own. */
export interface Site {
  readonly directory: string;
  write(files: Files): Promise<void>;
  remove(): Promise<void>;
}

/** Writes a build. */
export async function siteOf(files: Files): Promise<Site> {
  const directory = await mkdtemp(join(tmpdir(), 'site-'));
  const write = async (more: Files) => {
    for (const [path, content] of Object.entries(more)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), content);
    }
  };
  await write(files);
  return { directory, write, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** Patterns by how a workflow writes them. */
export function patterns(...texts: readonly string[]): PatternList {
  return texts.map((text) => {
    const pattern = patternOf(text);
    if ('wrong' in pattern) throw new Error(pattern.wrong);
    return pattern;
  });
}

/** Reads a build as the action does with the defaults of its inputs, but for what a test gives. */
export async function buildOf(files: Files, wanted: Partial<Wanted> = {}): Promise<Build> {
  const site = await siteOf(files);
  try {
    return await readBuild(
      {
        directory: site.directory,
        assets: [auto],
        exclude: patterns('**/*.map', '.vite/**'),
        headers: [],
        config: undefined,
        precompressed: 'drop',
        ...wanted,
      },
      new AbortController().signal,
    );
  } finally {
    await site.remove();
  }
}
