import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Checkout } from './builders.ts';
import type { Deployments } from './deployments.ts';

/** Builds of examples/storefront by their versions, which the page shows. */
export type Releases = ReadonlyMap<string, string>;

/** Builds releases of these versions, each into a folder of its own. Each has a book in it that no other has. */
export async function releasesOf({ folder, build }: Checkout, versions: readonly string[]): Promise<Releases> {
  const builds = new Map<string, string>();
  for (const version of versions) {
    await writeFile(path.join(folder, 'src/version.js'), `export const version = '${version}';\n`);
    const found = [
      { title: 'Moby-Dick', cents: 900 },
      { title: bookOf(version), cents: 750 },
    ];
    await writeFile(path.join(folder, 'src/books.js'), `export const books = ${JSON.stringify(found)};\n`);
    const release = path.join(folder, `release-${version}`);
    await cp(await build(), release, { recursive: true });
    builds.set(version, release);
  }
  return builds;
}

/** The title of the book that only the release of a version has. */
export function bookOf(version: string): string {
  return `Notes on version ${version}`;
}

/** Gives users of APP a release, by TEST. Gives its id. */
export async function release(world: Deployments, build: string | undefined): Promise<string> {
  const staged = await world.stage(build ?? '');
  expect(staged.outputs.outcome).toBe('staged');
  const { outputs } = await world.promote(staged);
  expect(outputs.outcome).toBe('promoted');
  return outputs['promoted-release'] ?? '';
}
