import type { Surroundings } from '../benchmark.ts';
import type { Comparison, Measured, NotMeasured } from '../figure.ts';
import { median } from '../samples.ts';
import { inTurns } from '../start-up.ts';
import { copyComparisons } from './comparisons.ts';
import type { BenchImage } from './image.ts';
import type { Distance } from './line/distance.ts';
import { inWords, type Place, withPlace } from './place.ts';
import type { Registries } from './registries.ts';
import { bareNode } from './ways/bare-node.ts';
import { imagePromote } from './ways/image-promote.ts';
import { peersOf } from './ways/peers.ts';

/** Where copies are made, and what ours may take of the time of others, by their names. */
export interface Circumstances {
  readonly distance: Distance;
  readonly expected: Readonly<Record<string, number>>;
}

const MEMORY_RUNS = 3;

/** Copies the whole image, each in turn, so that a busy moment of the machine is shared by all; then some more, to see our memory. */
export async function copies(
  { distance, expected }: Circumstances,
  image: BenchImage,
  registries: Registries | NotMeasured,
  { settings, env, signal, say }: Surroundings,
): Promise<readonly Comparison[]> {
  const where = inWords(distance);
  const peers = [...peersOf(env), { name: bareNode.name, way: bareNode }];
  const ways = [imagePromote, ...peers.flatMap(({ way }) => ('why' in way ? [] : [way]))];
  const measured = await withPlace(registries, image, distance, signal, async (place) => {
    const each = Object.fromEntries(ways.map((way) => [way.name, () => place.copyBy(way)]));
    const copied = Object.entries(await inTurns(settings.runs ?? 1, signal, each));
    const wallMs = new Map(copied.map(([name, runs]) => [name, runs.map((run) => run.wallMs)]));
    for (const [name, times] of wallMs) say(`${name}, ${where}: ${median(times).toFixed(0)} ms`);
    return { wallMs, peakBytes: await peakIn(place) };
  });
  const runsOf = (name: string) => ('why' in measured ? measured : (measured.wallMs.get(name) ?? []));
  return copyComparisons({
    where,
    ours: runsOf(imagePromote.name),
    peakBytes: 'why' in measured ? measured : measured.peakBytes,
    peers: peers.map(({ name, way }) => {
      const most = expected[name];
      return { name, wallMs: 'why' in way ? way : runsOf(name), ...(most !== undefined && { expected: most }) };
    }),
  });
}

/** The most memory of several runs: it is a limit that is to hold. */
async function peakIn(place: Place): Promise<Measured> {
  let most = 0;
  for (let run = 0; run < MEMORY_RUNS; run += 1) {
    const peak = await place.copyWith(imagePromote.peakBytes);
    if (typeof peak !== 'number') return peak;
    most = Math.max(most, peak);
  }
  return most;
}
