import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BundleStep,
  codeOf,
  type EndedBundle,
  type LambdaWorld,
  lambdaWorld,
  runBundle,
  stageOn,
  startStep,
} from '@actions-aws/testing';

/** A world in which deployments run, with a workspace that holds the code of every one. */
export interface DeploymentWorld extends LambdaWorld {
  readonly workspace: string;
  readonly functions: readonly string[];
}

/** What a deployment does. */
export interface Deploys {
  /** Folder of the action; this one unless given. */
  readonly action?: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The number of its run. */
  readonly run: number;
  /** The file of its workflow: runs of different ones have no order. */
  readonly workflow?: string;
  /** Which of the world's functions; all unless given. */
  readonly functions?: readonly number[];
}

const action = join(import.meta.dirname, '..', '..');
/** Folder of the action that goes back; it is reached as a workflow reaches it, by its place. */
export const rollback = join(import.meta.dirname, '..', '..', '..', 'lambda-rollback');

/** Code by the name of its zip. */
export const CODE = {
  v1: codeOf('v1'),
  v2: codeOf('v2'),
  v3: codeOf('v3'),
  v4: codeOf('v4'),
  broken: codeOf('broken', { broken: 'always' }),
  'broken-behind-alias': codeOf('broken behind alias', { broken: 'behind-alias' }),
} as const;

/** A step of a workflow that does so. */
export function stepOf(
  world: DeploymentWorld,
  { inputs, run, workflow = 'deploy', functions, ...does }: Deploys,
): BundleStep {
  const names = functions?.map((index) => world.functions[index] ?? '') ?? world.functions;
  const isRollback = does.action === rollback;
  return {
    action: does.action ?? action,
    cloud: world.cloud,
    scaleTime: world.cloud.clock.scale,
    workspace: world.workspace,
    inputs: {
      functions: names.length === 1 ? (names[0] ?? '') : names.map((name) => `- ${name}`).join('\n'),
      ...(isRollback ? { 'only-if': 'any' } : { smoke: 'GET /api/v1/health' }),
      ...inputs,
    },
    env: {
      GITHUB_RUN_ID: `${1000 + run}`,
      GITHUB_RUN_NUMBER: `${run}`,
      GITHUB_WORKFLOW_REF: `octo/app/.github/workflows/${workflow}.yml@refs/heads/main`,
    },
  };
}

/** How fast time runs, and what is there. */
export interface Setting {
  /** How many times faster than the machine's; 5 unless given. At 0 it stands still, and everything runs in this process. */
  readonly scale?: number;
  readonly count?: number;
  /** Whether version 2 is live, promoted from version 1; else there is no alias yet. */
  readonly live?: boolean;
}

/** Makes such a world, with so many functions. */
export async function deploymentWorld({ scale = 5, count = 1, live = true }: Setting = {}): Promise<DeploymentWorld> {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  for (const [name, { bytes }] of Object.entries(CODE)) writeFileSync(join(workspace, `${name}.zip`), bytes);
  const made = await lambdaWorld({ scale });
  const world: DeploymentWorld = {
    ...made,
    workspace,
    functions: [made.functionName, 'search-indexer', 'search-worker'].slice(0, count),
    async stop() {
      await made.stop();
      rmSync(workspace, { recursive: true, force: true });
    },
  };
  try {
    for (const name of world.functions.slice(1)) await made.make(name);
    // An update takes just less than the second after which it is looked at, so that every run looks as often, however busy
    // the machine is; where time runs too fast for that, it is complete at the first look.
    await made.cloud.control.call('lambda.pace', { update: scale < 10 ? 900 : 0 }, { region: 'eu-west-1' });
    for (const [index, version] of (live ? (['v1', 'v2'] as const) : []).entries()) {
      await before(world, { inputs: { zip: `${version}.zip` }, run: index + 1, workflow: 'before' }, 'promoted');
    }
  } catch (error) {
    await world.stop();
    throw error;
  }
  return world;
}

/** Deploys before the run that is tried, by the runner that suits the world's clock, and lets a minute pass. */
export async function before(world: DeploymentWorld, does: Deploys, outcome: string): Promise<void> {
  const { outputs, stdout } = await runToItsEnd(world, stepOf(world, does));
  if (outputs.outcome !== outcome) throw new Error(`before the trial it should have ended ${outcome}:\n${stdout}`);
  await world.cloud.clock.advance(60_000);
}

async function runToItsEnd({ cloud }: DeploymentWorld, step: BundleStep): Promise<EndedBundle> {
  if (cloud.clock.scale !== 0) return runBundle(step);
  const stage = await stageOn(cloud);
  const running = await startStep(stage, step, { name: 'before' });
  await stage.finish();
  return running.ended;
}
