import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** The version of act that all of this was tried with. */
export const wantedVersion = '0.2.89';

const remedy = `Get it with \`go install github.com/nektos/act@v${wantedVersion}\` (https://go.dev/dl has Go), and run the command again.`;

/**
 * The path of act, in the version that this was tried with.
 *
 * @throws when there is none, or another.
 */
export async function findAct(env: NodeJS.ProcessEnv): Promise<string> {
  const file = actIn(env);
  const { stdout } = await promisify(execFile)(file, ['--version']);
  assertVersion(file, stdout);
  return file;
}

/**
 * Looks for act in PATH, and where Go puts programs.
 *
 * @throws when it is not there, saying how to get it.
 */
export function actIn({ PATH = '', GOBIN, GOPATH, HOME }: NodeJS.ProcessEnv): string {
  const name = process.platform === 'win32' ? 'act.exe' : 'act';
  const places = [
    ...PATH.split(path.delimiter),
    ...(GOBIN ? [GOBIN] : []),
    ...(GOPATH ? GOPATH.split(path.delimiter).map((each) => path.join(each, 'bin')) : []),
    ...(HOME ? [path.join(HOME, 'go/bin')] : []),
  ];
  const file = places
    .filter(Boolean)
    .map((each) => path.join(each, name))
    .find((each) => existsSync(each));
  if (file === undefined)
    throw new Error(`act, which runs GitHub's workflows on this machine, was not found. ${remedy}`);
  return file;
}

/**
 * What act hides differs from version to version, and green here must mean green there.
 *
 * @param said what `act --version` says.
 */
export function assertVersion(file: string, said: string): void {
  const version = said.trim().replace(/^act version v?/, '');
  if (version !== wantedVersion)
    throw new Error(`${file} is act ${version}, and this needs ${wantedVersion}. ${remedy}`);
}
