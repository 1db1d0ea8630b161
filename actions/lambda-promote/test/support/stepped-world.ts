import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BundleStep, codeOf, type LambdaWorld, lambdaWorld, stageOn, startStep } from '@actions-aws/testing';

/** A world on a stepped clock, with a workspace that holds the code of every deployer. */
export interface SteppedWorld extends LambdaWorld {
  readonly workspace: string;
  readonly functions: readonly string[];
}

/** What a deployer does. */
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
  world: SteppedWorld,
  { inputs, run, workflow = 'deploy', functions, ...does }: Deploys,
): BundleStep {
  const names = functions?.map((index) => world.functions[index] ?? '') ?? world.functions;
  const isRollback = does.action === rollback;
  return {
    action: does.action ?? action,
    cloud: world.cloud,
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

/** Version 2 is live, promoted from version 1, on each of so many functions; or no alias is there yet. */
export async function steppedWorld({ count = 1, live = true }): Promise<SteppedWorld> {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  for (const [name, { bytes }] of Object.entries(CODE)) writeFileSync(join(workspace, `${name}.zip`), bytes);
  const made = await lambdaWorld({ scale: 0 });
  const functions = [made.functionName, 'search-indexer', 'search-worker'].slice(0, count);
  for (const name of functions.slice(1)) await made.make(name);
  const world: SteppedWorld = {
    ...made,
    workspace,
    functions,
    async stop() {
      await made.stop();
      rmSync(workspace, { recursive: true, force: true });
    },
  };
  // A version is Active at once, as AWS has it; an update takes just less than the second after which it is looked at.
  await made.cloud.control.call('lambda.pace', { update: 900 }, { region: 'eu-west-1' });
  const stage = await stageOn(made.cloud);
  for (const [index, version] of (live ? (['v1', 'v2'] as const) : []).entries()) {
    const step = stepOf(world, { inputs: { zip: `${version}.zip` }, run: index + 1, workflow: 'before' });
    const setting = await startStep(stage, step, { name: 'before' });
    await stage.finish();
    const { outputs, stdout } = await setting.ended;
    if (outputs.outcome !== 'promoted') throw new Error(`${version} could not be made live:\n${stdout}`);
  }
  await made.cloud.clock.advance(60_000);
  return world;
}
