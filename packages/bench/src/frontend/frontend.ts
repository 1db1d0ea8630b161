import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Benchmark, Surroundings } from '../benchmark.ts';
import type { Comparison } from '../figure.ts';
import { load, loadSince } from '../load.ts';
import { runProgram } from '../program.ts';
import { root } from '../root.ts';
import { median } from '../samples.ts';
import { inTurns } from '../start-up.ts';
import { type Build, buildIn, touch } from './build.ts';
import { memoryComparison, syncComparisons, type UploadRuns } from './comparisons.ts';
import { type Place, startPlace } from './place.ts';
import { frontendStage } from './ways/frontend-stage.ts';
import { awsSync, rclone, TRANSFERS } from './ways/peers.ts';
import type { Way } from './ways/way.ts';

/** What each request takes, as from a runner to a bucket that is not near. */
const REQUEST_MS = 50;

type Measure = (place: Place, folder: string, surroundings: Surroundings) => Promise<readonly Comparison[]>;

const parts: Readonly<Record<string, Measure>> = {
  async sync(place, folder, surroundings) {
    const { settings, env, say } = surroundings;
    say('Writing the build.');
    const build = await buildIn(folder, { files: settings.files ?? 1, from: 2_000, to: 200_000 });
    const peers = { aws: awsSync(env), rclone: rclone(env) };
    const ways = [frontendStage, peers.aws, peers.rclone].filter((way): way is Way => 'upload' in way);
    const runs = await uploads(ways, build, place, surroundings);
    const runsOf = (way: Way | { readonly why: string }) => ('why' in way ? way : runs.get(way)!);
    return syncComparisons({
      name: `${build.files} files`,
      ours: runs.get(frontendStage)!,
      aws: runsOf(peers.aws),
      rclone: runsOf(peers.rclone),
      rcloneName: 'name' in peers.rclone ? peers.rclone.name : 'rclone sync',
    });
  },

  async memory(place, folder, { settings, signal, say }) {
    say('Writing the large build.');
    const build = await buildIn(folder, { files: settings.many ?? 1, from: 500, to: 1_500 });
    await place.restore();
    const peak = await inFolder((home) =>
      frontendStage.peakBytes({ ...place.target, folder: build.folder, run: 1, home, signal }),
    );
    await place.assertUploaded(build);
    return [memoryComparison(`${build.files} files`, peak)];
  },
};

/** Our staging of a site against programs that bring a folder into a bucket. */
export const frontend: Benchmark = {
  does: 'frontend-stage against aws s3 sync and rclone',
  settings: {
    runs: { does: 'how often each uploads the build', standard: 3 },
    files: { does: 'how many files it has, of 2 to 200 kB', standard: 5_000 },
    many: { does: 'how many files our memory is looked at with, of 1 kB', standard: 50_000 },
  },
  parts: {
    sync: 'a first upload, and one in which nothing has changed',
    memory: 'ours alone, with many files',
  },

  async run(surroundings) {
    const { settings, only, signal, say } = surroundings;
    const before = load();
    say('Building the bundles.');
    await runProgram(process.execPath, [path.join(root, 'packages/workspace/src/commands/bundle.ts')], { signal });
    const folder = mkdtempSync(path.join(tmpdir(), 'bench-site-'));
    const place = await startPlace(REQUEST_MS);
    try {
      const comparisons: Comparison[] = [];
      for (const [name, measure] of Object.entries(parts)) {
        if (only === undefined || only === name)
          comparisons.push(...(await measure(place, path.join(folder, name), surroundings)));
      }
      return {
        notes: [
          `Each request takes ${REQUEST_MS} ms; what CloudFront takes by itself to bring a configuration to its edges is left out.`,
          `frontend-stage and rclone have ${TRANSFERS} requests under way, the AWS CLI its usual 10.`,
          `Node ${process.versions.node}, ${availableParallelism()} processors, the local cloud on one of them. Runs, each in turn: ${settings.runs}.`,
          loadSince(before),
        ],
        comparisons,
      };
    } finally {
      await place.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Uploads a build by each way in turn: into an empty bucket, and then once more with new times of the files. */
async function uploads(
  ways: readonly Way[],
  build: Build,
  place: Place,
  { settings, signal, say }: Surroundings,
): Promise<ReadonlyMap<Way, UploadRuns>> {
  const turns = ways.map((way) => [
    way.name,
    async () => {
      await place.restore();
      await touch(build);
      const upload = (run: number) =>
        inFolder((home) => way.upload({ ...place.target, folder: build.folder, run, home, signal }));
      const first = await upload(1);
      await place.assertUploaded(build);
      await touch(build);
      await place.requests();
      const unchanged = await upload(2);
      const requests = await place.requests();
      say(`${way.name}: ${first.toFixed(0)} ms, unchanged ${unchanged.toFixed(0)} ms and ${requests} requests`);
      return { first, unchanged, requests };
    },
  ]);
  const measured = await inTurns<{ first: number; unchanged: number; requests: number }>(
    settings.runs ?? 1,
    signal,
    Object.fromEntries(turns),
  );
  const runsOf = ({ name }: Way): UploadRuns => {
    const runs = measured[name] ?? [];
    return {
      first: runs.map(({ first }) => first),
      unchanged: runs.map(({ unchanged }) => unchanged),
      unchangedRequests: runs.map(({ requests }) => requests),
    };
  };
  for (const way of ways) say(`${way.name}: ${median(runsOf(way).first).toFixed(0)} ms`);
  return new Map(ways.map((way) => [way, runsOf(way)]));
}

async function inFolder<Value>(measure: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-home-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
