import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codeOf } from '@actions-aws/testing';

/** What a build leaves for deployment. */
export interface Artifacts {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * The new code of each function, no two alike, in a folder for each: unpacked, and as `<function>.zip` beside it; and
 * `event.json`, what a smoke check sends.
 */
export async function artifacts(functions: readonly string[]): Promise<Artifacts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  await writeFile(path.join(folder, 'event.json'), JSON.stringify({ rawPath: '/' }));
  for (const name of functions) {
    const code = codeOf(`v2 of ${name}`);
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'index.js'), code.source);
    await writeFile(path.join(folder, `${name}.zip`), code.bytes);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
