import { isConstantForLambda, lambdaOracle, type Race, startStep } from '@actions-aws/testing';
import { CODE, type DeploymentWorld, type Deploys, deploymentWorld, rollback, stepOf } from './deployment-world.ts';

function race(
  setting: { readonly count?: number; readonly live?: boolean; readonly mayAllLose?: boolean },
  deployers: Readonly<Record<string, Deploys>>,
): Race<DeploymentWorld> {
  const broughtBy = ({ inputs }: Deploys) => CODE[(inputs.zip ?? '').replace('.zip', '') as keyof typeof CODE];
  return {
    world: () => deploymentWorld({ ...setting, scale: 0 }),
    deployers: Object.fromEntries(
      Object.entries(deployers).map(([name, does]) => [
        name,
        (stage, world) => startStep(stage, stepOf(world, does), { name }),
      ]),
    ),
    ...lambdaOracle<DeploymentWorld>({
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
export const RACES = {
  'two promotions of different code': race({}, { a: v3, b: { ...v4, ...other } }),
  'two promotions of the same code': race({}, { a: v3, b: { ...v3, run: 4, ...other } }),
  'a promotion and that of an older run': race({}, { a: v4, b: v3 }),
  'a promotion and that of a newer run with the same code': race({}, { a: v3, b: { ...v3, run: 4 } }),
  'a promotion and that of a newer run which is live already': race(
    {},
    { a: { ...v3, workflow: 'before' }, b: { inputs: { zip: 'v2.zip' }, run: 4, workflow: 'before' } },
  ),
  'two first promotions': race({ live: false }, { a: v3, b: { ...v4, ...other } }),
  'a promotion and a rollback': race({}, { a: v3, b: back }),
  'a promotion and a rollback of what is live': race({}, { a: v3, b: backFromTwo }),
  // One whose code was replaced before it was published gives way, whatever becomes of the other.
  'a promotion and one that is rejected': race(
    { mayAllLose: true },
    { a: v3, b: { inputs: { zip: 'broken.zip' }, run: 4, ...other } },
  ),
  'a promotion and one that is taken back': race({ mayAllLose: true }, { a: v4, b: { ...behindAlias, ...other } }),
  'a promotion that is taken back and a rollback': race({ mayAllLose: true }, { a: behindAlias, b: back }),
} as const;

/** A canary that is soon over, and that only somebody else can end early. */
const SOON = { canary: '10%/1s', alarms: 'none', settle: '0s', 'min-invocations': '0' };
const trial3: Deploys = { inputs: { ...v3.inputs, ...SOON }, run: 3 };
const trial4: Deploys = { inputs: { ...v4.inputs, ...SOON }, run: 4 };

/** Two who deploy to one function at once, and give some of the users to the candidate first. */
export const CANARY_RACES = {
  'a canary and a promotion': race({}, { a: trial3, b: { ...v4, ...other } }),
  'two canaries': race({}, { a: trial3, b: { ...trial4, ...other } }),
  'a canary and that of an older run': race({}, { a: trial4, b: trial3 }),
  'a canary and a rollback': race({}, { a: trial3, b: back }),
  'a canary and a rollback of what is live': race({}, { a: trial3, b: backFromTwo }),
} as const;

/** Two who deploy to three functions at once. */
export const JOINT_RACES = {
  'two joint promotions': race({ count: 3 }, { a: v3, b: { ...v4, ...other } }),
  'two joint promotions whose lists overlap': race(
    { count: 3, mayAllLose: true },
    { a: { ...v3, functions: [0, 1] }, b: { ...v4, ...other, functions: [1, 2] } },
  ),
  'a joint promotion and a rollback of all its functions': race({ count: 3, mayAllLose: true }, { a: v3, b: back }),
  'a joint promotion and a rollback of one of its functions': race(
    { count: 3, mayAllLose: true },
    { a: v3, b: { ...back, functions: [1] } },
  ),
} as const;
