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

/** Owner and name of each action that something stands in for, and the folder of what does. */
export async function standIns(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const text = await readFile(path.join(folder, entry.name, 'action.yml'), 'utf8');
    const [, name] = /^# Stands in for (\S+?)\.?$/m.exec(text) ?? [];
    if (name === undefined) throw new Error(`${entry.name}/action.yml does not say what it stands in for.`);
    found.set(name, entry.name);
  }
  return found;
}

/**
 * Puts a stand-in where act can take it for exactly one pinned ref, with what it has to know beside it.
 *
 * @returns the folder.
 */
export async function placeStandIn(
  standInsFolder: string,
  name: string,
  { uses, into, folders }: { readonly uses: string; readonly into: string; readonly folders: RunFolders },
): Promise<string> {
  const place = path.join(into, uses.replaceAll('/', '-'));
  await mkdir(place, { recursive: true });
  await cp(path.join(standInsFolder, name), path.join(place, name), { recursive: true });
  await cp(path.join(standInsFolder, 'runner.mjs'), path.join(place, 'runner.mjs'));
  const manifest = await readFile(path.join(standInsFolder, name, 'action.yml'), 'utf8');
  await writeFile(
    path.join(place, 'stand-in.json'),
    JSON.stringify({ uses, ...folders, notImitated: notImitatedIn(manifest) }),
  );
  await writeFile(path.join(place, 'action.yml'), manifest.replaceAll(/(main|post): (\S+\.mjs)/g, `$1: ${name}/$2`));
  return place;
}

/** Inputs whose description says `Not imitated`, with their defaults. A default that is an expression is not looked at. */
function notImitatedIn(manifest: string): Record<string, string> {
  const { inputs } = parse(manifest) as { inputs: Record<string, { description: string; default?: unknown }> };
  const found = Object.entries(inputs).filter(
    ([, { description, default: unless = '' }]) => description === 'Not imitated' && !String(unless).includes('${{'),
  );
  return Object.fromEntries(found.map(([name, { default: unless = '' }]) => [name, String(unless)]));
}
