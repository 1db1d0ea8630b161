import { availableParallelism } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Benchmark, Measurement, Surroundings } from '../benchmark.ts';
import type { NotMeasured } from '../figure.ts';
import { load, loadSince } from '../load.ts';
import { peerFolder } from '../peers.ts';
import { runProgram } from '../program.ts';
import { root } from '../root.ts';
import { artifacts } from './artifacts.ts';
import { awsCli, awsCliScript } from './aws-cli-script.ts';
import { AWS_LAMBDA_DEPLOY, awsLambdaDeploy } from './aws-lambda-deploy.ts';
import { comparisons, type Runs, startUpComparisons } from './comparisons.ts';
import type { Deployment, Way } from './deployment.ts';
import { type Fleet, fleet } from './fleet.ts';
import { lambdaPromote } from './lambda-promote.ts';
import { startUps } from './start-ups.ts';

const SIMULATED = { latencyMs: 30, updateMs: 2_000 };

/** Our promotion of one function and of many, against a script with the AWS CLI and against aws-lambda-deploy. */
export const lambda: Benchmark = {
  does: 'lambda-promote against an AWS CLI script and aws-lambda-deploy',
  settings: {
    functions: { does: 'how many are deployed together', standard: 20 },
    runs: { does: 'how often each deploys (once where many go one after the other)', standard: 3 },
    starts: { does: 'how often each bundle is started', standard: 15 },
  },

  parts: { 'start-up': 'the starts of bundles and their sizes, and no deployment' },

  async run(surroundings) {
    const { settings, only, env, signal, say } = surroundings;
    const { functions: many = 1, runs = 1, starts = 1 } = settings;
    const before = load();
    say('Building the bundles.');
    await runProgram(process.execPath, [path.join(root, 'packages/workspace/src/commands/bundle.ts')], { signal });
    if (only === 'start-up') return startUpAlone(surroundings, before);
    const cli = await awsCli(signal);
    const peer = peerFolder(AWS_LAMBDA_DEPLOY, env);
    const world = await fleet(many, SIMULATED);
    const built = await artifacts(world.functions);
    try {
      const ours = lambdaPromote(world, built.folder, signal);
      const script = typeof cli === 'string' ? awsCliScript(world, built.folder, signal) : cli;
      const theirs = typeof peer === 'string' ? awsLambdaDeploy(peer, world, built.folder, signal) : peer;
      const deploy = (way: Way, count: number, times: number) => deployments(way, world, count, times, surroundings);
      const deployIfThere = (way: Way | NotMeasured, count: number, times: number): Promise<Runs<Deployment>> =>
        'why' in way ? Promise.resolve(way) : deploy(way, count, times);
      const found = comparisons({
        many,
        deployOne: {
          ours: await deploy(ours, 1, runs),
          script: await deployIfThere(script, 1, runs),
          peer: await deployIfThere(theirs, 1, runs),
        },
        deployMany: {
          ours: await deploy(ours, many, runs),
          script: await deployIfThere(script, many, 1),
          peer: await deployIfThere(theirs, many, 1),
        },
        ...(await startUps(peer, built.folder, { starts, env, signal, say })),
      });
      return {
        notes: [
          `On the local cloud: ${SIMULATED.latencyMs} ms a request, ${SIMULATED.updateMs / 1000} s an update, Lambda's quotas.`,
          `Node ${process.versions.node} for all bundles, ${typeof cli === 'string' ? cli : 'no AWS CLI'}, ${availableParallelism()} processors.`,
          `Runs: ${runs} each, of which the median is told; 1 where ${many} functions go one after the other. Starts: ${starts} each.`,
          loadSince(before),
        ],
        comparisons: found,
      };
    } finally {
      await built.remove();
      await world.stop();
    }
  },
};

/** The bundles alone, of which no cloud is needed: what they ask for is never answered. */
async function startUpAlone({ settings, env, signal, say }: Surroundings, before: string): Promise<Measurement> {
  const { starts = 1 } = settings;
  const built = await artifacts(['service-01']);
  try {
    const runs = await startUps(peerFolder(AWS_LAMBDA_DEPLOY, env), built.folder, { starts, env, signal, say });
    return {
      notes: [
        `Node ${process.versions.node}, ${availableParallelism()} processors. Starts: ${starts} each.`,
        loadSince(before),
      ],
      comparisons: startUpComparisons(runs),
    };
  } finally {
    await built.remove();
  }
}

/** Deploys some times, each from the same start. */
async function deployments(
  way: Way,
  world: Fleet,
  count: number,
  times: number,
  { signal, say }: Surroundings,
): Promise<readonly Deployment[]> {
  const found: Deployment[] = [];
  while (found.length < times) {
    signal.throwIfAborted();
    await world.restore();
    const deployment = await way.deploy(world.functions.slice(0, count));
    found.push(deployment);
    say(
      `${way.name}, ${count === 1 ? '1 function' : `${count} functions`}: ${(deployment.wallMs / 1000).toFixed(1)} s`,
    );
  }
  return found;
}
