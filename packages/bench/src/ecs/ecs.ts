import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Script } from '@actions-aws/testing/ecs';
import type { Benchmark, Surroundings } from '../benchmark.ts';
import type { NotMeasured } from '../figure.ts';
import { load, loadSince } from '../load.ts';
import { runProgram } from '../program.ts';
import { root } from '../root.ts';
import { inTurns } from '../start-up.ts';
import { type Candidate, type DeploymentRun, deployComparisons, type RunsOfWay } from './comparisons.ts';
import { type Place, startPlace } from './place.ts';
import { awsCli } from './ways/aws-cli.ts';
import { ecsDeploy } from './ways/ecs-deploy.ts';
import { OFFICIAL, official } from './ways/official.ts';
import type { Way } from './ways/way.ts';

/** What each request takes, as from a runner to a region that is not near. */
const REQUEST_MS = 30;

/**
 * What tasks of the image do in a run, by its number. Ways look every so many seconds: starts of different lengths end at different
 * moments between two looks, the same for all.
 */
const scripts: Readonly<Record<Candidate, (run: number) => Script>> = {
  good: (run) => ({ startsAfterMs: 2_000 + run * 3_700 }),
  // Tasks fail one pair after the other until the breaker trips.
  'crash loop': (run) => ({ startsAfterMs: 1_000 + run * 1_850, exits: { afterMs: 2_000, code: 1 } }),
};

/** Our deployment of a service against what scripts and workflows have for it. */
export const ecs: Benchmark = {
  does: 'ecs-deploy against aws ecs wait services-stable and the official action',
  settings: { runs: { does: 'how often each deploys a good image, and one that crashes', standard: 4 } },

  async run(surroundings) {
    const { env, signal, say } = surroundings;
    const before = load();
    say('Building the bundles.');
    await runProgram(process.execPath, [path.join(root, 'packages/workspace/src/commands/bundle.ts')], { signal });
    const place = await startPlace(REQUEST_MS);
    try {
      const peers = [
        { name: 'aws ecs wait services-stable', way: awsCli(env) },
        { name: OFFICIAL, way: official(env) },
      ];
      const ways = [ecsDeploy, ...peers.flatMap(({ way }) => ('deploy' in way ? [way] : []))];
      const runs = await deployments(ways, place, surroundings);
      const runsOf = (way: Way | NotMeasured) => ('why' in way ? way : runs.get(way)!);
      return {
        notes: [
          'Two tasks without a load balancer, deployed by ROLLING with a circuit breaker that rolls back.',
          `Each request takes ${REQUEST_MS} ms; what ECS takes by itself is seconds here, and left out.`,
          `Node ${process.versions.node}, ${availableParallelism()} processors, the local cloud on one of them. Runs, each in turn: ${surroundings.settings.runs}.`,
          loadSince(before),
        ],
        comparisons: deployComparisons(
          runs.get(ecsDeploy)!,
          peers.map(({ name, way }) => ({ name, runs: runsOf(way) })),
        ),
      };
    } finally {
      await place.stop();
    }
  },
};

/** Deploys by each way in turn, again and again. */
async function deployments(
  ways: readonly Way[],
  place: Place,
  { settings, signal, say }: Surroundings,
): Promise<ReadonlyMap<Way, RunsOfWay>> {
  const found = new Map<Way, Record<Candidate, DeploymentRun[]>>(
    ways.map((way) => [way, { good: [], 'crash loop': [] }]),
  );
  for (const candidate of ['good', 'crash loop'] as const) {
    let run = 0;
    const turns = ways.map((way) => [
      way.name,
      async () => {
        const number = Math.floor(run++ / ways.length);
        await place.restore(scripts[candidate](number));
        const went = await inFolder((folder) => deployed(way, place, folder, signal));
        found.get(way)?.[candidate].push(went);
        const truth = went.isTrue ? 'a true exit code' : 'an exit code that is not true';
        say(`${candidate}: ${way.name} ended ${(went.noticedMs / 1000).toFixed(1)} s after ECS, with ${truth}`);
      },
    ]);
    await inTurns<void>(settings.runs ?? 1, signal, Object.fromEntries(turns));
  }
  return found;
}

async function deployed(way: Way, place: Place, folder: string, signal: AbortSignal): Promise<DeploymentRun> {
  const exitCode = await way.deploy({ ...place.target, folder, signal });
  const ended = place.now();
  const calls = await place.calls(way.accessKey);
  const { at, isLive } = await place.end();
  return { noticedMs: ended - at, calls, isTrue: (exitCode === 0) === isLive };
}

async function inFolder<Value>(measure: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-ecs-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
