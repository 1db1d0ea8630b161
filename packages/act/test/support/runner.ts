import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parse } from 'yaml';
import { placeStandIn } from '../../src/stand-ins.ts';
import { root } from './sources.ts';

/** Where the stand-ins are. */
export const standInsHome = path.join(root, 'examples/stand-ins');

/** How a step ended. */
export interface Ended {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Variables for later steps, and what the step keeps for its end. */
  readonly exported: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly path: string;
}

/** A folder with what a runner has: workspace, temporary files, a home, and where artifacts and caches are. */
export function runnerFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'stand-ins-'));
  for (const name of ['workspace', 'artifacts', 'caches', 'temp', 'home']) mkdirSync(path.join(folder, name));
  return folder;
}

/** Runs a stand-in as a runner does, with the defaults of its action.yml. */
export async function runStandIn(
  folder: string,
  name: string,
  inputs: Readonly<Record<string, string>>,
  script: 'main' | 'post' = 'main',
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const at = (...below: readonly string[]) => path.join(folder, ...below);
  const folders = {
    repository: at('repository'),
    name: 'octo/search',
    artifacts: at('artifacts'),
    caches: at('caches'),
  };
  const into = at('placed');
  const place = path.join(into, name);
  await placeStandIn(standInsHome, name, { uses: `someone/${name}@abc`, into: place, folders });
  const manifest = parse(readFileSync(path.join(place, 'action.yml'), 'utf8'));
  const given = Object.entries(manifest.inputs as Record<string, { default?: string }>).map(
    ([input, { default: unless = '' }]) => [
      `INPUT_${input.toUpperCase()}`,
      inputs[input] ?? unless.replace('${'.concat('{ github.repository }}'), 'octo/search'),
    ],
  );
  const files = Object.fromEntries(
    ['OUTPUT', 'ENV', 'STATE', 'PATH'].map((each) => [`GITHUB_${each}`, at(`file-${each}`)]),
  );
  for (const file of Object.values(files)) writeFileSync(file, '');
  const { code, log } = await started([path.join(place, manifest.runs[script])], {
    cwd: at('workspace'),
    env: {
      PATH: process.env.PATH,
      // Programs of Windows do not start without.
      SystemRoot: process.env.SystemRoot,
      HOME: at('home'),
      GITHUB_WORKSPACE: at('workspace'),
      RUNNER_TEMP: at('temp'),
      ...Object.fromEntries(given),
      ...files,
      ...env,
    },
  });
  return {
    code,
    log,
    outputs: valuesIn(files.GITHUB_OUTPUT),
    exported: valuesIn(files.GITHUB_ENV),
    state: valuesIn(files.GITHUB_STATE),
    path: readFileSync(files.GITHUB_PATH ?? '', 'utf8'),
  };
}

function started(args: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }) {
  return new Promise<{ readonly code: number; readonly log: string }>((resolve) => {
    const child = execFile(process.execPath, args, options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, log: `${stdout}${stderr}` }),
    );
  });
}

function valuesIn(file = ''): Record<string, string> {
  return Object.fromEntries(
    [...readFileSync(file, 'utf8').matchAll(/^(.+?)<<(.+)\r?\n([\s\S]*?)\r?\n\2/gm)].map(([, key, , value]) => [
      key,
      value,
    ]),
  );
}
