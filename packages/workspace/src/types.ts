import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

/** The part of a package's tsconfig.json that may differ between packages. */
interface Configuration {
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
  readonly include?: readonly string[];
}

/** Below the root: the configurations that the compiler is given. */
const CACHE = 'node_modules/.cache/types';

/**
 * Type-checks every package and action by its own tsconfig.json, those with equal options at once: reading the SDK's types is
 * most of the time. By TypeScript 7, whose compiler is a native program and takes a fifth of the processors' time; bundles are made
 * with 6, since ncc needs the interface that 7 no longer has.
 *
 * @returns the errors as a person reads them; empty when there are none.
 */
export async function typeErrors(root: string): Promise<string> {
  const programs = new Map<string, string[]>();
  for (const folder of packages(root)) {
    const { compilerOptions = {}, include = [] } = configurationOf(root, folder);
    const { rootDir: _, ...options } = compilerOptions;
    const key = JSON.stringify(options);
    const places = include.map((place) => path.posix.join('../../..', folder, place));
    programs.set(key, [...(programs.get(key) ?? []), ...places]);
  }
  mkdirSync(path.join(root, CACHE), { recursive: true });
  const told: string[] = [];
  for (const [options, include] of programs) {
    const file = path.join(root, CACHE, `${told.length}.json`);
    writeFileSync(file, JSON.stringify(configuration(JSON.parse(options), include)));
    told.push(await errorsOf(root, file));
  }
  return told.filter(Boolean).join('\n');
}

function packages(root: string): string[] {
  return ['actions', 'packages'].flatMap((home) => readdirSync(path.join(root, home)).map((name) => `${home}/${name}`));
}

/** Its base is the same for all: what a package sets itself is all that is read of it. */
function configurationOf(root: string, folder: string): Configuration {
  return JSON.parse(readFileSync(path.join(root, folder, 'tsconfig.json'), 'utf8'));
}

/** Paths are relative to the folder of the file. */
function configuration(options: object, include: readonly string[]): object {
  return {
    extends: '../../../tsconfig.base.json',
    compilerOptions: { ...options, rootDir: '../../..', typeRoots: ['../../@types'] },
    include,
    exclude: ['../../../**/node_modules'],
  };
}

/** The compiler ends with another code than 0 for errors, and prints them to standard output. */
function errorsOf(root: string, file: string): Promise<string> {
  const compiler = path.join(
    path.dirname(createRequire(import.meta.url).resolve('typescript-native/package.json')),
    'bin/tsc',
  );
  const pretty = String(process.stdout.isTTY === true);
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiler, '--project', file, '--pretty', pretty],
      { cwd: root, maxBuffer: 2 ** 28 },
      (error, stdout, stderr) => resolve((stdout + stderr).trim() || (error ? error.message : '')),
    );
  });
}
