import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Files by their path; nothing takes one away. */
export type Files = Readonly<Record<string, string | undefined>>;

const settings = ['user.name=octocat', 'user.email=octocat@example.com', 'core.hooksPath=/dev/null'];

/** What git answers in a folder, without the last line break. */
export function gitIn(folder: string, ...args: readonly string[]): string {
  const given = settings.flatMap((setting) => ['-c', setting]);
  return execFileSync('git', [...given, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trimEnd();
}

/** A repository in a new folder, with these files in the only commit of main. */
export function repositoryAt(folder: string, files: Files): string {
  mkdirSync(folder, { recursive: true });
  gitIn(folder, 'init', '--quiet', '--initial-branch', 'main');
  commitTo(folder, files);
  return folder;
}

/** Writes files, without a commit. */
export function writeTo(folder: string, files: Files): void {
  for (const [file, text] of Object.entries(files)) {
    const where = path.join(folder, file);
    mkdirSync(path.dirname(where), { recursive: true });
    if (text === undefined) rmSync(where, { force: true });
    else writeFileSync(where, text);
  }
}

/** One commit more. @returns its SHA. */
export function commitTo(folder: string, files: Files, message = 'A change'): string {
  writeTo(folder, files);
  gitIn(folder, 'add', '--all');
  gitIn(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
  return gitIn(folder, 'rev-parse', 'HEAD');
}
