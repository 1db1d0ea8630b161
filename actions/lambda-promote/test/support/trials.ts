import {
  allUsers,
  type BundleStep,
  lambdaDomain,
  lambdaView,
  type Trial,
  type Users,
  usersOf,
} from '@actions-aws/testing';
import { UpdateAliasCommand, type UpdateAliasCommandInput } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { setAlarm, setFiringAlarm } from './alarm.ts';
import {
  before,
  CODE,
  type DeploymentWorld,
  type Deploys,
  deploymentWorld,
  rollback,
  stepOf,
} from './deployment-world.ts';
import { imageStep, imageWorld } from './image-world.ts';

// Each trial once, for both runners: the bundle as a process, and the action in this process on a stepped clock. Which of
// them is swept how stands in sweeps.ts.

/** What is tried, and where. */
interface Tried {
  /** How many functions move together; 1 unless given. */
  readonly count?: number;
  /** The versions that users may meet. */
  readonly versions: readonly string[];
  /** Whether an alias is there before; so unless given. */
  readonly live?: boolean;
}

function trial(name: string, does: Deploys, { count = 1, versions, live = true }: Tried): Trial<DeploymentWorld> {
  return {
    name,
    purpose: does.action === rollback ? 'rollback' : 'promote',
    domain: lambdaDomain,
    world: async (scale) => {
      const world = await deploymentWorld({ scale, count, live });
      if (does.inputs['keep-versions']) await forgetVersion1(world);
      return world;
    },
    step: (world) => stepOf(world, does),
    settled: ({ lambda, functions }) => Promise.all(functions.map((name) => lambdaView(lambda, name))),
    async pointer({ functions, alias }) {
      const found = await Promise.all(functions.map((name) => alias('live', name)));
      const shares = (weights = {}) => Object.entries(weights).map((share) => `+${share.join(':')}`);
      const told = found.map((one) => one && [one.version, ...shares(one.weights)].join(''));
      return told.every((one) => one === undefined) ? undefined : told.join(' ');
    },
    users: (world) => allUsers(usersOfAll(world, versions, !live)),
  };
}

/** Takes version 1 out of the history of the aliases: then a promotion to version 3 may delete it. */
async function forgetVersion1({ lambda, functions, alias }: DeploymentWorld): Promise<void> {
  for (const FunctionName of functions) {
    const Description = (await alias('live', FunctionName))?.description.replace(' from=1', '');
    // Twice: a read that does not show the last write does not show the second.
    for (const _ of [1, 2]) await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', Description }));
  }
}

/** Users of each function, who may meet these versions. */
function usersOfAll(
  { cloud, functions }: DeploymentWorld,
  versions: readonly string[],
  mayBeMissing = false,
): readonly Users[] {
  return functions.map((functionName) =>
    usersOf({ cloud, functionName, qualifier: 'live' }, { versions, mayBeMissing }),
  );
}

/** A promotion of one function by the bundle, as a workflow would have it; each input can be given otherwise. */
export function promotionStep(world: DeploymentWorld, inputs: Readonly<Record<string, string>> = {}): BundleStep {
  return stepOf(world, { inputs: { zip: 'v3.zip', ...inputs }, run: 3, workflow: 'before' });
}

const next: Deploys = { inputs: { zip: 'v3.zip', 'keep-versions': '2' }, run: 3, workflow: 'before' };
const broken: Deploys = { ...next, inputs: { zip: 'broken.zip' } };
const undone: Deploys = { ...next, inputs: { zip: 'broken-behind-alias.zip' } };
const both = { versions: ['2', '3'] };
const three = { count: 3, ...both };

/** Version 3 takes the place of version 2, and version 1, to which no history leads any more, is deleted. */
export const promotion = trial('a promotion', next, both);

/** The first promotion, which makes the alias. */
export const firstPromotion = trial(
  'a first promotion',
  { inputs: { zip: 'v3.zip' }, run: 3 },
  { versions: ['1'], live: false },
);

/** Code that is broken wherever it is invoked: users never meet it. */
export const rejection = trial('a promotion that is rejected', broken, { versions: ['2'] });

/** It moves, fails its checks behind the alias, and moves back. */
export const undoing = trial('a promotion that is taken back', undone, both);

const found: Deploys = { ...next, inputs: { zip: 'v2.zip' }, run: 57 };

/** A newer run finds its code live, and notes its number there; one function, or three together. */
export function finding(count: number): Trial<DeploymentWorld> {
  return trial(`a promotion of ${count} to what is live`, found, { count, versions: ['2'] });
}

/** Three functions that go to version 3 together. */
export const jointPromotion = trial('three functions that are promoted together', next, three);

/** Three functions that go to version 3 together, and back. */
export const jointUndoing = trial('three functions that are taken back together', undone, three);

/** Functions that go to version 3 by code that is sent to a bucket once. */
export function promotionByBucket(count: number): Trial<DeploymentWorld> {
  const Bucket = 'search-api-artifacts';
  const does = { ...next, inputs: { ...next.inputs, 'artifact-bucket': Bucket } };
  const usual = trial(`a promotion of ${count} by a bucket`, does, { count, ...both });
  return {
    ...usual,
    async world(scale) {
      const world = await usual.world(scale);
      await inS3(world, (s3) => s3.send(new CreateBucketCommand({ Bucket })));
      return world;
    },
    async settled(world) {
      const { Contents = [] } = await inS3(world, (s3) => s3.send(new ListObjectsV2Command({ Bucket })));
      return { functions: await usual.settled(world), kept: Contents.map(({ Key, ETag }) => `${Key} ${ETag}`) };
    },
  };
}

/** A promotion of code that is in a bucket with versions already. */
export const promotionFromS3: Trial<DeploymentWorld> = (() => {
  const Bucket = 'search-api-builds';
  const inputs = { 's3-uri': `s3://${Bucket}/v3.zip`, 'keep-versions': '2' };
  const usual = trial('a promotion from S3', { ...next, inputs }, both);
  return {
    ...usual,
    async world(scale) {
      const world = await usual.world(scale);
      await inS3(world, async (s3) => {
        await s3.send(new CreateBucketCommand({ Bucket }));
        await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
        await s3.send(new PutObjectCommand({ Bucket, Key: 'v3.zip', Body: CODE.v3.bytes }));
      });
      return world;
    },
  };
})();

/** A promotion of an image, which is looked at in its registry first. */
export const promotionOfImage: Trial<DeploymentWorld> = {
  ...trial('a promotion of an image', { inputs: {}, run: 3 }, both),
  world: (scale) => imageWorld(scale, { live: true }),
  step: (world) => imageStep(world, 'v3'),
};

/** S3 as people use it, not in the name of any action. */
async function inS3<Answer>({ settings }: DeploymentWorld, work: (s3: S3Client) => Promise<Answer>): Promise<Answer> {
  const { region, endpoint, credentials, requestHandler } = settings;
  const s3 = new S3Client({ region, endpoint, credentials, requestHandler } as S3ClientConfig);
  return work(s3).finally(() => s3.destroy());
}

const back: Deploys = { action: rollback, inputs: {}, run: 3, workflow: 'before' };

/** A function goes back from version 2 to version 1. */
export const rollbackOfPromotion = trial('a rollback', back, { versions: ['1', '2'] });

/** A canary that is over soon, and passes although nothing is known; its alarm knows of errors only that users meet. */
const soon = {
  canary: '10%/20s, 50%/20s',
  alarms: 'search-api-errors',
  settle: '0s',
  'min-invocations': '0',
  'on-insufficient-data': 'pass',
};

/** Version 3 gets a tenth of the users, then half of them, then all; of one function, or of three together. */
export function canary(count: number, inputs: Readonly<Record<string, string>> = {}): Trial<DeploymentWorld> {
  const does = { ...next, inputs: { ...next.inputs, ...soon, ...inputs } };
  return {
    ...trial(`a canary of ${count}`, does, { count, ...both }),
    world: (scale) => watchedWorld(scale, count),
    users: (world) => allUsers([...usersOfAll(world, both.versions), shares(world, [0.1, 0.5])]),
  };
}

/** It is held at a tenth of the users. */
export function holding(count: number): Trial<DeploymentWorld> {
  return {
    ...canary(count, { until: '10%' }),
    name: `a promotion of ${count} that is held`,
    users: (world) => allUsers([...usersOfAll(world, both.versions), shares(world, [0.1])]),
  };
}

/**
 * An alarm fires some minutes later, and brings all back. It fires on: so the second run may find it firing, where no user
 * had met the candidate yet, and then does not begin.
 */
export const BREACHED = { again: ['rolled-back', 'failed'] } as const;

/** See {@link BREACHED}. */
export function breach(count: number): Trial<DeploymentWorld> {
  return {
    ...canary(count, { alarms: 'search-orders-lost', canary: '10%/10m' }),
    name: `a canary of ${count} over which an alarm fires`,
    async world(scale) {
      const world = await watchedWorld(scale, count);
      await setFiringAlarm(world, 'search-orders-lost', 150_000);
      return world;
    },
    settled: ({ functions, alias }) =>
      Promise.all(
        functions.map(async (name) => {
          const { version, weights } = (await alias('live', name)) ?? {};
          return { version, weights };
        }),
      ),
  };
}

/** What is held at a tenth of the users is taken back by a rollback that names the candidate. */
export function rollbackOfHeld(count: number): Trial<DeploymentWorld> {
  const held = { ...next, inputs: { ...next.inputs, ...soon, until: '10%' } };
  return {
    ...holding(count),
    name: `a rollback of ${count} that are held`,
    purpose: 'rollback',
    async world(scale) {
      const world = await watchedWorld(scale, count);
      await before(world, held, 'held');
      return world;
    },
    step: (world) => {
      const onlyIf = Object.fromEntries(world.functions.map((name) => [name, '3']));
      const inputs = { 'only-if': JSON.stringify(onlyIf) };
      return stepOf(world, { action: rollback, inputs, run: 9, workflow: 'other' });
    },
  };
}

async function watchedWorld(scale: number, count: number): Promise<DeploymentWorld> {
  const world = await deploymentWorld({ scale, count });
  // As fast as the shares are short.
  await setAlarm(world, world.functionName, { Period: 10 });
  return world;
}

/** The same, where a change of an alias reaches the last users 20 s after AWS has answered. */
export function spreading(trial: Trial<DeploymentWorld>): Trial<DeploymentWorld> {
  return {
    ...trial,
    name: `${trial.name} while changes spread`,
    async world(scale) {
      const world = await trial.world(scale);
      await world.cloud.control.call('lambda.pace', { alias: 20_000 }, { region: 'eu-west-1' });
      return world;
    },
  };
}

/** Looks through what was written: a candidate never has another share than was declared. */
function shares({ cloud }: DeploymentWorld, declared: readonly number[]): Users {
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
