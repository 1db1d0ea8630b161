import { carryInto, type Manifest } from '@actions-aws/site';
import type { Stage, Steps } from './stage.ts';

/** The step that has one release serve the hashed files of another, so that tabs which are open go on working. */
export const STEP_OF_CARRYING = {
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
