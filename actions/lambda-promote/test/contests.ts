import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BundleStep,
  type Contest,
  codeOf,
  isConstantForLambda,
  type LambdaWorld,
  lambdaReferee,
  lambdaWorld,
  stageOn,
  startStep,
} from '@actions-aws/testing';

/** A world on a stepped clock, with a workspace that holds the code of every deployer. */
export interface ContestWorld extends LambdaWorld {
  readonly workspace: string;
  readonly functions: readonly string[];
}

/** What a deployer of a contest does. */
interface Deploys {
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

const action = join(import.meta.dirname, '..');
const rollback = join(import.meta.dirname, '..', '..', 'lambda-rollback');

const CODE = {
  v1: codeOf('v1'),
  v2: codeOf('v2'),
  v3: codeOf('v3'),
  v4: codeOf('v4'),
  broken: codeOf('broken', { broken: 'always' }),
  'broken-behind-alias': codeOf('broken behind alias', { broken: 'behind-alias' }),
} as const;

function stepOf(world: ContestWorld, { inputs, run, workflow = 'deploy', functions, ...does }: Deploys): BundleStep {
  const names = functions?.map((index) => world.functions[index] ?? '') ?? world.functions;
  const isRollback = does.action === rollback;
  return {
    action: does.action ?? action,
    cloud: world.cloud,
    workspace: world.workspace,
    inputs: {
      functions: names.length === 1 ? (names[0] ?? '') : names.map((name) => `- ${name}`).join('\n'),
      ...(!isRollback && { smoke: 'GET /api/v1/health' }),
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
async function contestWorld({ count = 1, live = true }): Promise<ContestWorld> {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  for (const [name, { bytes }] of Object.entries(CODE)) writeFileSync(join(workspace, `${name}.zip`), bytes);
  const made = await lambdaWorld({ scale: 0 });
  const functions = [made.functionName, 'search-indexer', 'search-worker'].slice(0, count);
  for (const name of functions.slice(1)) await made.make(name);
  const world: ContestWorld = {
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

function contest(
  setting: { readonly count?: number; readonly live?: boolean; readonly mayAllLose?: boolean },
  deployers: Readonly<Record<string, Deploys>>,
): Contest<ContestWorld> {
  const broughtBy = ({ inputs }: Deploys) => CODE[(inputs.zip ?? '').replace('.zip', '') as keyof typeof CODE];
  return {
    world: () => contestWorld(setting),
    deployers: Object.fromEntries(
      Object.entries(deployers).map(([name, does]) => [
        name,
        (stage, world) => startStep(stage, stepOf(world, does), { name }),
      ]),
    ),
    referee: lambdaReferee({
      functions: ['search-api', 'search-indexer', 'search-worker'].slice(0, setting.count ?? 1),
      brings: Object.fromEntries(Object.entries(deployers).map(([name, does]) => [name, broughtBy(does)?.codeSha256])),
      names: Object.fromEntries(Object.entries(CODE).map(([name, { codeSha256 }]) => [codeSha256, name])),
      broken: [CODE.broken.codeSha256],
      brokenBehindAlias: [CODE['broken-behind-alias'].codeSha256],
      mayAllLose: setting.mayAllLose ?? false,
    }),
    isConstant: isConstantForLambda,
  };
}

const v3: Deploys = { inputs: { zip: 'v3.zip' }, run: 3 };
const v4: Deploys = { inputs: { zip: 'v4.zip' }, run: 4 };
const other = { workflow: 'other' };
const back: Deploys = { action: rollback, inputs: {}, run: 9, ...other };
const backFromTwo: Deploys = { ...back, inputs: { 'only-if': '2' } };
const behindAlias: Deploys = { inputs: { zip: 'broken-behind-alias.zip' }, run: 3 };

/** Two who deploy to one function at once. */
export const CONTESTS = {
  'two promotions of different code': contest({}, { a: v3, b: { ...v4, ...other } }),
  'two promotions of the same code': contest({}, { a: v3, b: { ...v3, run: 4, ...other } }),
  'a promotion and that of an older run': contest({}, { a: v4, b: v3 }),
  'two first promotions': contest({ live: false }, { a: v3, b: { ...v4, ...other } }),
  'a promotion and a rollback': contest({}, { a: v3, b: back }),
  'a promotion and a rollback of what is live': contest({}, { a: v3, b: backFromTwo }),
  // One whose code was replaced before it was published gives way, whatever becomes of the other.
  'a promotion and one that is rejected': contest(
    { mayAllLose: true },
    { a: v3, b: { inputs: { zip: 'broken.zip' }, run: 4, ...other } },
  ),
  'a promotion and one that is taken back': contest({ mayAllLose: true }, { a: v4, b: { ...behindAlias, ...other } }),
  'a promotion that is taken back and a rollback': contest({ mayAllLose: true }, { a: behindAlias, b: back }),
} as const;

/** A canary that is soon over, and that only somebody else can end early. */
const SOON = { canary: '10%/1s', alarms: 'none', settle: '0s', 'min-invocations': '0' };
const trial3: Deploys = { inputs: { ...v3.inputs, ...SOON }, run: 3 };
const trial4: Deploys = { inputs: { ...v4.inputs, ...SOON }, run: 4 };

/** Two who deploy to one function at once, and give some of the users to the candidate first. */
export const CANARY_CONTESTS = {
  'a canary and a promotion': contest({}, { a: trial3, b: { ...v4, ...other } }),
  'two canaries': contest({}, { a: trial3, b: { ...trial4, ...other } }),
  'a canary and that of an older run': contest({}, { a: trial4, b: trial3 }),
  'a canary and a rollback': contest({}, { a: trial3, b: back }),
  'a canary and a rollback of what is live': contest({}, { a: trial3, b: backFromTwo }),
} as const;

/** Two who deploy to three functions at once. */
export const JOINT_CONTESTS = {
  'two joint promotions': contest({ count: 3 }, { a: v3, b: { ...v4, ...other } }),
  'two joint promotions whose lists overlap': contest(
    { count: 3, mayAllLose: true },
    { a: { ...v3, functions: [0, 1] }, b: { ...v4, ...other, functions: [1, 2] } },
  ),
  'a joint promotion and a rollback of one of its functions': contest(
    { count: 3, mayAllLose: true },
    { a: v3, b: { ...back, functions: [1] } },
  ),
} as const;
