import {
  everybody,
  lambdaView,
  stageOn,
  startStep,
  type Trial,
  type Users,
  usersWhenAsked,
} from '@actions-aws/testing';
import type { UpdateAliasCommandInput } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, ListObjectsV2Command, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { setAlarm, setFiringAlarm } from './alarm.ts';
import { type Deploys, rollback, type SteppedWorld, stepOf, steppedWorld } from './stepped-world.ts';

/** A trial on a stepped clock; `versions` are those that users may meet. */
function trial(does: Deploys, count: number, versions: readonly string[], live = true): Trial<SteppedWorld> {
  return {
    purpose: does.action === rollback ? 'rollback' : 'promote',
    world: () => steppedWorld({ count, live }),
    step: (world) => stepOf(world, does),
    settled: ({ lambda, functions }) => Promise.all(functions.map((name) => lambdaView(lambda, name))),
    async pointer({ functions, alias }) {
      const found = await Promise.all(functions.map((name) => alias('live', name)));
      const shares = (weights = {}) => Object.entries(weights).map((share) => `+${share.join(':')}`);
      return found.map((one) => [one?.version, ...shares(one?.weights)].join('')).join(' ');
    },
    users: (world) => everybody(usersOfAll(world, versions, !live)),
  };
}

/** Users of each function, who may meet these versions. */
function usersOfAll(
  { cloud, functions }: SteppedWorld,
  versions: readonly string[],
  mayBeMissing = false,
): readonly Users[] {
  return functions.map((functionName) =>
    usersWhenAsked({ cloud, functionName, qualifier: 'live' }, { versions, mayBeMissing }),
  );
}

const Bucket = 'search-api-artifacts';

const next: Deploys = { inputs: { zip: 'v3.zip', 'keep-versions': '2' }, run: 3, workflow: 'before' };

/** Version 3 takes the place of version 2, and version 1 stays only as where to go back to. */
export const steppedPromotion = trial(next, 1, ['2', '3']);

/** The first promotion, which makes the alias. */
export const steppedFirstPromotion = trial({ inputs: { zip: 'v3.zip' }, run: 3 }, 1, ['1'], false);

/** It moves, fails its checks behind the alias, and moves back. */
export const steppedUndoing = trial({ ...next, inputs: { zip: 'broken-behind-alias.zip' } }, 1, ['2', '3']);

/** Three functions that go to version 3 together. */
export const steppedJointPromotion = trial(next, 3, ['2', '3']);

/** Three functions that go to version 3 together, by code that is sent to a bucket once. */
export const steppedJointPromotionByBucket: Trial<SteppedWorld> = {
  ...trial({ ...next, inputs: { ...next.inputs, 'artifact-bucket': Bucket } }, 3, ['2', '3']),
  async world() {
    const world = await steppedWorld({ count: 3 });
    await bucketsOf(world).send(new CreateBucketCommand({ Bucket }));
    return world;
  },
  async settled(world) {
    const { Contents = [] } = await bucketsOf(world).send(new ListObjectsV2Command({ Bucket }));
    return {
      functions: await steppedJointPromotion.settled(world),
      kept: Contents.map(({ Key, ETag }) => `${Key} ${ETag}`),
    };
  },
};

/** S3 as people use it, not in the name of any action. */
function bucketsOf({ settings }: SteppedWorld): S3Client {
  const { region, endpoint, credentials, requestHandler } = settings;
  return new S3Client({ region, endpoint, credentials, requestHandler } as S3ClientConfig);
}

/** Three functions that go to version 3 together, and back. */
export const steppedJointUndoing = trial({ ...next, inputs: { zip: 'broken-behind-alias.zip' } }, 3, ['2', '3']);

const back: Deploys = { action: rollback, inputs: {}, run: 3, workflow: 'before' };

/** A function goes back from version 2 to version 1. */
export const steppedRollback = trial(back, 1, ['1', '2']);

/** Three functions go back from version 2 to version 1 together. */
export const steppedJointRollback = trial(back, 3, ['1', '2']);

/** A canary that passes although nothing is known; its alarm knows of errors only that users meet. */
const canary: Deploys = {
  ...next,
  inputs: {
    ...next.inputs,
    canary: '10%/20s, 50%/20s',
    alarms: 'search-api-errors',
    settle: '0s',
    'min-invocations': '0',
    'on-insufficient-data': 'pass',
  },
};

/** Version 3 gets a tenth of the users, then half of them, then all; of one function, or of three together. */
export const steppedCanary = (count: number): Trial<SteppedWorld> => ({
  ...trial(canary, count, ['2', '3']),
  world: () => watchedWorld(count),
  users: (world) => everybody([...usersOfAll(world, ['2', '3']), shares(world, [0.1, 0.5])]),
});

/** It is held at a tenth of the users. */
export const steppedHeld = (count: number): Trial<SteppedWorld> => {
  const held = { ...canary, inputs: { ...canary.inputs, until: '10%' } };
  return {
    ...steppedCanary(count),
    step: (world) => stepOf(world, held),
    users: (world) => everybody([...usersOfAll(world, ['2', '3']), shares(world, [0.1])]),
  };
};

/**
 * An alarm fires some minutes later, and brings all back. It fires on: so the second run may find it firing, where nothing
 * had been given to anybody yet, and then does not begin.
 */
export const BREACHED = { again: ['rolled-back', 'failed'] } as const;

/** See {@link BREACHED}. */
export const steppedBreach = (count: number): Trial<SteppedWorld> => ({
  ...steppedCanary(count),
  async world() {
    const world = await watchedWorld(count);
    await setFiringAlarm(world, 'search-orders-lost', 150_000);
    return world;
  },
  step: (world) => {
    const alarms = { alarms: 'search-orders-lost', canary: '10%/10m' };
    return stepOf(world, { ...canary, inputs: { ...canary.inputs, ...alarms } });
  },
  settled: ({ functions, alias }) =>
    Promise.all(
      functions.map(async (name) => {
        const { version, weights } = (await alias('live', name)) ?? {};
        return { version, weights };
      }),
    ),
});

/** What is held at a tenth of the users is taken back by a rollback that names the candidate. */
export const steppedRollbackOfHeld = (count: number): Trial<SteppedWorld> => ({
  ...steppedHeld(count),
  purpose: 'rollback',
  async world() {
    const world = await watchedWorld(count);
    const stage = await stageOn(world.cloud);
    const holding = await startStep(stage, steppedHeld(count).step(world), { name: 'before' });
    await stage.finish();
    const { outputs, stdout } = await holding.ended;
    if (outputs.outcome !== 'held') throw new Error(`version 3 could not be held:\n${stdout}`);
    await world.cloud.clock.advance(60_000);
    return world;
  },
  step: (world) => {
    const onlyIf = Object.fromEntries(world.functions.map((name) => [name, '3']));
    return stepOf(world, {
      action: rollback,
      inputs: { 'only-if': JSON.stringify(onlyIf) },
      run: 9,
      workflow: 'other',
    });
  },
});

async function watchedWorld(count: number): Promise<SteppedWorld> {
  const world = await steppedWorld({ count });
  // As fast as the shares are short.
  await setAlarm(world, world.functionName, { Period: 10 });
  return world;
}

/** The same, where a change of an alias reaches the last users 20 s after AWS has answered. */
export function spreading(trial: Trial<SteppedWorld>): Trial<SteppedWorld> {
  return {
    ...trial,
    async world() {
      const world = await trial.world();
      await world.cloud.control.call('lambda.pace', { alias: 20_000 }, { region: 'eu-west-1' });
      return world;
    },
  };
}

/** Somebody who looks through what was written: a candidate never has another share than was declared. */
function shares({ cloud }: SteppedWorld, declared: readonly number[]): Users {
  return {
    async visit() {},
    async leave() {
      const journal = await cloud.control.journal();
      return journal.flatMap(({ operation, resource, effect, input }) => {
        if (!effect || operation !== 'UpdateAlias' || !resource.endsWith(':live')) return [];
        const { RoutingConfig } = input as UpdateAliasCommandInput;
        return Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {})
          .filter(([version, share]) => version !== '3' || !declared.includes(share))
          .map(([version, share]) => `version ${version} had ${share} of ${resource}`);
      });
    },
  };
}
