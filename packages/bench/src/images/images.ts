import { availableParallelism } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Benchmark, Surroundings } from '../benchmark.ts';
import type { Comparison, NotMeasured } from '../figure.ts';
import { load, loadSince } from '../load.ts';
import { runProgram } from '../program.ts';
import { root } from '../root.ts';
import { type BenchImage, benchImage } from './image.ts';
import type { Distance } from './line/distance.ts';
import { mounts } from './mounts.ts';
import { type Registries, registries } from './registries.ts';
import { copies } from './whole-copies.ts';

/** What a request takes to a registry that is in another region. */
const FAR: Distance = { ms: 30 };
/** The same by a line of its own rate: the other sends as much as two processors do. */
const FAR_BY_GIGABIT: Distance = { ...FAR, gigabits: 1 };

type MeasurePart = (
  image: BenchImage,
  kind: Registries | NotMeasured,
  of: Surroundings,
) => Promise<readonly Comparison[]>;

const parts: Readonly<Record<string, MeasurePart>> = {
  far: (image, kind, of) =>
    copies({ distance: FAR, expected: { 'crane copy': 0.55, 'oras cp -r': 0.55 } }, image, kind, of),
  // Where nothing has to be waited for, an upload by curl alone takes 0.7 of crane's time.
  near: (image, kind, of) => copies({ distance: { ms: 0 }, expected: { 'crane copy': 1.1 } }, image, kind, of),
  mount: async (image, kind, of) => [
    ...(await mounts(FAR, image, kind, of)),
    ...(await mounts(FAR_BY_GIGABIT, image, kind, of)),
  ],
};

/** Our promotion of images between registries, against programs that copy them. */
export const images: Benchmark = {
  does: 'image-promote against crane copy, oras cp -r and skopeo copy --all',
  settings: {
    runs: { does: 'how often each copies the image', standard: 5 },
    layers: { does: 'how many layers it has for each platform', standard: 40 },
    megabytes: { does: 'how much they are together, of both platforms', standard: 200 },
  },
  parts: {
    far: `where each request takes ${FAR.ms} ms`,
    near: 'on this machine, where it takes none',
    mount: 'with half of the layers in a sibling repository',
  },

  async run(surroundings) {
    const { settings, env, only, signal, say } = surroundings;
    const { runs = 1, layers = 1, megabytes = 1 } = settings;
    const before = load();
    say('Building the bundles.');
    await runProgram(process.execPath, [path.join(root, 'packages/workspace/src/commands/bundle.ts')], { signal });
    const image = benchImage({ layers, bytes: megabytes * 1e6 });
    const kind = registries(env);
    const comparisons: Comparison[] = [];
    for (const [name, measure] of Object.entries(parts)) {
      if (only === undefined || only === name) comparisons.push(...(await measure(image, kind, surroundings)));
    }
    return {
      notes: [
        `An index of two platforms, each of ${layers} layers; ${megabytes} MB together; three referrers.`,
        `From one registry to another that is empty: ${'why' in kind ? kind.why : kind.name}.`,
        `Node ${process.versions.node}, ${availableParallelism()} processors. Runs, each in turn: ${runs}.`,
        loadSince(before),
      ],
      comparisons,
    };
  },
};
