import type { Manifest } from './manifest.ts';
import { RELEASE_FILE } from './names.ts';
import type { Releases } from './releases.ts';

/**
 * What is gone of a release that it needs itself, as paths. What it carries is for tabs of other releases: without that it is
 * whole, and fit to be gone back to.
 */
export async function lackingOf(release: Manifest, releases: Pick<Releases, 'missing'>): Promise<readonly string[]> {
  const own = new Set([RELEASE_FILE, ...release.files.map(({ path }) => path)]);
  return (await releases.missing(release)).filter((path) => own.has(path));
}
