import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** The version of act that all of this was tried with. */
export const wantedVersion = '0.2.89';

const remedy = `Get it with \`go install github.com/nektos/act@v${wantedVersion}\` (https://go.dev/dl has Go), and run the command again.`;

/**
 * The path of act: in PATH, or where Go puts programs.
 *
 * @throws when there is none, and when its version is another than the one that this was tried with.
 */
export async function findAct(env: NodeJS.ProcessEnv): Promise<string> {
  const name = process.platform === 'win32' ? 'act.exe' : 'act';
  const { PATH = '', GOBIN, GOPATH, HOME } = env;
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
  const { stdout } = await promisify(execFile)(file, ['--version']);
  const version = stdout.trim().replace(/^act version v?/, '');
  // What it hides differs from version to version, and green here must mean green there.
  if (version !== wantedVersion)
    throw new Error(`${file} is act ${version}, and this needs ${wantedVersion}. ${remedy}`);
  return file;
}
