import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

/** Where stand-ins find what they need of a run. */
export interface RunFolders {
  /** The copied repository, from which checkout takes. */
  readonly repository: string;
  /** Such as `octo/search`. */
  readonly name: string;
  readonly artifacts: string;
  readonly caches: string;
}

/** Programs that stand in for others, which are no actions. */
const programsFolder = 'programs';

/** Each action that something stands in for, such as `actions/cache` or `actions/cache/restore`, and the folder of what does. */
export async function standIns(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const top = (await foldersIn(folder)).filter((name) => name !== programsFolder);
  const below = await Promise.all(
    top.map(async (name) => (await foldersIn(path.join(folder, name))).map((each) => `${name}/${each}`)),
  );
  for (const place of [...top, ...below.flat()]) {
    const text = await readFile(path.join(folder, place, 'action.yml'), 'utf8');
    const [, name] = /^# Stands in for (\S+?)\.?$/m.exec(text) ?? [];
    if (name === undefined) throw new Error(`${place}/action.yml does not say what it stands in for.`);
    found.set(name, place);
  }
  return found;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Puts a stand-in into a folder in which act can take it for exactly one pinned ref, with what it has to know beside it. */
export async function placeStandIn(
  standInsFolder: string,
  standIn: string,
  { uses, into, folders }: { readonly uses: string; readonly into: string; readonly folders: RunFolders },
): Promise<void> {
  const [top = ''] = standIn.split('/');
  await mkdir(into, { recursive: true });
  await cp(path.join(standInsFolder, top), path.join(into, top), { recursive: true });
  await cp(path.join(standInsFolder, 'runner.mjs'), path.join(into, 'runner.mjs'));
  const manifest = await readFile(path.join(standInsFolder, standIn, 'action.yml'), 'utf8');
  await writeFile(
    path.join(into, 'stand-in.json'),
    JSON.stringify({ uses, ...folders, notImitated: notImitatedIn(manifest) }),
  );
  const placed = manifest.replaceAll(
    /(main|post): (\S+\.mjs)/g,
    (_, when, script) => `${when}: ${path.posix.join(standIn, script)}`,
  );
  await writeFile(path.join(into, 'action.yml'), placed);
}

/** Inputs whose description says `Not imitated`, with their defaults. A default that is an expression is not looked at. */
function notImitatedIn(manifest: string): Record<string, string> {
  const { inputs } = parse(manifest) as { inputs: Record<string, { description: string; default?: unknown }> };
  const found = Object.entries(inputs).filter(
    ([, { description, default: unless = '' }]) => description === 'Not imitated' && !String(unless).includes('${{'),
  );
  return Object.fromEntries(found.map(([name, { default: unless = '' }]) => [name, String(unless)]));
}

/**
 * Writes programs that the setup names, each of which answers for one that would need the network.
 *
 * @returns the folder that they are in, for PATH.
 */
export async function placePrograms(
  standInsFolder: string,
  names: readonly string[],
  { into, node }: { readonly into: string; readonly node: string },
): Promise<string> {
  const home = path.join(standInsFolder, programsFolder);
  await mkdir(into, { recursive: true });
  for (const name of names) {
    const script = path.join(home, `${name}.mjs`);
    if (!existsSync(script)) throw new Error(`programs: nothing stands in for ${name}; see ${home}.`);
    await writeFile(path.join(into, name), `#!/bin/sh\nexec ${quoted(node)} ${quoted(script)} "$@"\n`, { mode: 0o755 });
  }
  return into;
}

function quoted(file: string): string {
  return `'${file.replaceAll("'", "'\\''")}'`;
}
