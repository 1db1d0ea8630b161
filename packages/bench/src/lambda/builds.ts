import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { NotMeasured } from '../figure.ts';
import { runProgram } from '../program.ts';
import { root } from '../root.ts';

/** A build of some action, as a folder with `action.yml` and `dist/`. */
export interface Build {
  readonly action: string;
  remove(): Promise<void>;
}

/** The `dist/` of another build of lambda-promote, such as of an older commit, that `BASELINE` names, or why there is none. */
export function baselineIn(env: Readonly<Record<string, string | undefined>>): string | NotMeasured {
  if (!env.BASELINE) return { why: 'BASELINE names no build of lambda-promote' };
  const dist = path.resolve(env.BASELINE);
  return existsSync(path.join(dist, 'index.js')) ? dist : { why: `there is no ${dist}/index.js` };
}

/** Another build of lambda-promote, with the `action.yml` beside it, or else that of the commit that the budget is set by. */
export async function baselineBuild(dist: string): Promise<Build> {
  const build = await folder('baseline-');
  const beside = path.join(path.dirname(dist), 'action.yml');
  const manifest = existsSync(beside) ? beside : path.join(import.meta.dirname, 'baseline-action.yml');
  await copyFile(manifest, path.join(build.action, 'action.yml'));
  // On Windows, a link that needs no privilege.
  await symlink(dist, path.join(build.action, 'dist'), 'junction');
  return build;
}

/** A bundle with one SDK command and nothing of ours. */
export async function floorBuild(signal: AbortSignal): Promise<Build> {
  const build = await folder('floor-');
  const compile = path.join(root, 'packages/workspace/src/compile.ts');
  const entry = path.join(import.meta.dirname, 'floor.ts');
  const dist = path.join(build.action, 'dist');
  await mkdir(dist);
  await runProgram(process.execPath, [compile, entry, dist], { cwd: root, signal });
  await writeFile(path.join(build.action, 'action.yml'), 'runs:\n  using: node24\n  main: dist/index.js\n');
  return build;
}

async function folder(prefix: string): Promise<Build> {
  const action = await mkdtemp(path.join(tmpdir(), prefix));
  return { action, remove: () => rm(action, { recursive: true, force: true }) };
}
