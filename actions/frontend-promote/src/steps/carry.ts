import { inParallel } from '@actions-aws/action';
import { besideShared, carryInto, type Manifest, placeOf, sharedKeyOf } from '@actions-aws/site';
import type { Stage, Steps } from './stage.ts';

/** How many copies are under way at the same time. */
const AT_THE_SAME_TIME = 32;

/** The steps that copy within the bucket: the one that has one release serve the hashed files of another, so that tabs which are open go on working; and the one for what stands beside shared files. */
export const STEPS_OF_COPYING = {
  async carry({ from, into }, observed, stage) {
    const { manifest, kept } = observed;
    const [source, target] = [from, into].map((id) => [manifest, ...kept].find((one) => one?.id === id));
    if (!source || !target) throw new Error('A plan carries files of a release without a manifest. This is a bug.');
    const recent = kept.map(({ id }) => id);
    const next = await carried(source, target, recent, stage);
    return {
      ...observed,
      manifest: manifest?.id === into ? next : manifest,
      kept: kept.map((one) => (one.id === into ? next : one)),
      carried: [...observed.carried, { from, into }],
    };
  },

  // What is put there any visitor can read, so that it waits for the promotion. No page loads it: what goes wrong takes nothing from users.
  async 'share-beside'(_step, observed, { context: { ports, signal, log }, notes }) {
    const { manifest } = observed;
    if (!manifest) throw new Error('A plan shares files of a release without a manifest. This is a bug.');
    const { releases } = ports;
    let said = '';
    try {
      const limits = { most: AT_THE_SAME_TIME, signal };
      const others = await inParallel(besideShared(manifest), limits, async (file) => {
        const written = await releases.copy(placeOf(manifest, file.path), sharedKeyOf(file.path), file);
        return typeof written === 'object' ? [file.path] : [];
      });
      const [first, ...more] = others.flat();
      if (first !== undefined)
        said = `Visitors get ${first}${more.length > 0 ? `, and ${more.length} more,` : ''} as an earlier release has put it beside the same script: what releases share is never replaced. To show the newer text, have the builder give the script another name.`;
    } catch (error) {
      signal.throwIfAborted();
      said = `Licences and maps of the release ${manifest.id} could not be put beside the scripts that releases share. ${(error as Error).message}`;
    }
    if (said !== '') {
      notes.push(said);
      log.warning(said, { title: 'Licences and maps' });
    }
    return { ...observed, isBesideShared: true };
  },
} satisfies Partial<Steps>;

async function carried(
  from: Manifest,
  into: Manifest,
  recent: readonly string[],
  { context, clashes, notes }: Stage,
): Promise<Manifest> {
  const { ports, signal, log } = context;
  const { manifest, clashes: found, files, lost: gone } = await carryInto(into, from, ports.releases, signal, recent);
  clashes.push(...found);
  for (const { path, kept, lost } of found) {
    log.warning(`${path} is in two releases with other bytes: open tabs of ${lost} get the file of ${kept}.`, {
      title: 'A hashed name stands for two contents',
    });
  }
  if (gone > 0) {
    // No tab loses what it has: what could not be copied is gone already, or is another file by that name.
    const note = `${gone} of ${files} hashed files of the release ${from.id} could not be carried into ${into.id}: open tabs miss them.`;
    notes.push(note);
    log.warning(note, { title: 'Open tabs' });
  }
  return manifest;
}
