import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BundleStep,
  codeOf,
  everybody,
  type LambdaWorld,
  lambdaView,
  lambdaWorld,
  runBundle,
  type Trial,
  type Users,
  usersOf,
} from '@actions-aws/testing';
import { PublishVersionCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { setAlarm } from './alarm.ts';

/** A world in which the bundle runs, with a workspace that holds `v1.zip`, `v2.zip` and two broken ones. */
export interface BundleWorld extends LambdaWorld {
  readonly workspace: string;
  readonly scale: number;
}

/** How fast, and what is there before the run that is tried. */
export interface Setting {
  /** How many times faster than the machine's the time of cloud and action runs. */
  readonly scale?: number;
  /** How long a change takes AWS, in milliseconds of that time. */
  readonly pace?: number;
  /** Whether version 2 is live, promoted by the bundle, and version 1 is left over from before. */
  readonly live?: boolean;
  /** Functions that move together with the first. */
  readonly others?: readonly string[];
}

/** For faults, which wait for time to run out: fast, and every change is complete at the first look. */
export const FAULTS_SETTING: Setting = { scale: 10, pace: 0 };

/** For cancellations, which have to be in time: a busy machine takes longer for what takes no time. */
export const CANCEL_SETTING: Setting = { scale: 2 };

const action = join(import.meta.dirname, '..', '..');

/** A promotion by the bundle, as a workflow would have it; each input can be given otherwise. */
export function promotion(world: BundleWorld, inputs: Readonly<Record<string, string>> = {}): BundleStep {
  return {
    action,
    cloud: world.cloud,
    scaleTime: world.scale,
    workspace: world.workspace,
    inputs: { functions: world.functionName, smoke: 'GET /api/v1/health', zip: 'v2.zip', ...inputs },
  };
}

/**
 * Makes such a world. By default a change takes just less than the second after which the action looks again: then it
 * looks the same number of times in every run, however busy the machine is.
 */
export async function bundleWorld({
  scale = 5,
  pace = 900,
  live = true,
  others = [],
}: Setting = {}): Promise<BundleWorld> {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  writeFileSync(join(workspace, 'v1.zip'), codeOf('v1').bytes);
  writeFileSync(join(workspace, 'v2.zip'), codeOf('v2').bytes);
  writeFileSync(join(workspace, 'broken.zip'), codeOf('v2', { broken: 'always' }).bytes);
  writeFileSync(join(workspace, 'broken-behind-alias.zip'), codeOf('v2', { broken: 'behind-alias' }).bytes);
  const made = await lambdaWorld({ scale });
  const world: BundleWorld = {
    ...made,
    workspace,
    scale,
    async stop() {
      await made.stop();
      rmSync(workspace, { recursive: true, force: true });
    },
  };
  try {
    await furnish(world, { pace, live, others });
  } catch (error) {
    await world.stop();
    throw error;
  }
  return world;
}

/** Makes what was there before the run that is tried. */
async function furnish(world: BundleWorld, { pace, live, others }: Required<Omit<Setting, 'scale'>>): Promise<void> {
  await world.cloud.control.call('lambda.pace', { update: pace, publish: pace }, { region: 'eu-west-1' });
  for (const name of others) await world.make(name);
  if (live) {
    const names = [world.functionName, ...others];
    for (const name of names) await world.lambda.send(new PublishVersionCommand({ FunctionName: name }));
    const { outputs, stdout } = await runBundle(promotion(world, { functions: listed(names), zip: 'v1.zip' }));
    if (outputs.outcome !== 'promoted') throw new Error(`version 2 could not be made live:\n${stdout}`);
  }
}

/** A promotion with all that is in it: version 3 takes the place of version 2, and version 1 is pruned. */
export function nextPromotion(
  setting: Setting = {},
  inputs: Readonly<Record<string, string>> = {},
): Trial<BundleWorld> {
  return {
    ...common,
    world: () => bundleWorld(setting),
    step: (world) => {
      const step = promotion(world, { 'keep-versions': '2', ...inputs });
      return { ...step, env: { GITHUB_RUN_NUMBER: '2', GITHUB_RUN_ID: '1002' } };
    },
    users: ({ cloud, functionName }) => usersOf({ cloud, functionName, qualifier: 'live' }, { versions: ['2', '3'] }),
  };
}

/** A promotion whose code goes by a bucket. */
export function promotionByBucket(setting: Setting = {}): Trial<BundleWorld> {
  const Bucket = 'search-api-artifacts';
  const inBucket = async <Answer>(world: BundleWorld, work: (s3: S3Client) => Promise<Answer>) => {
    const s3 = peopleIn(world);
    return work(s3).finally(() => s3.destroy());
  };
  return {
    ...nextPromotion(setting, { 'artifact-bucket': Bucket }),
    async world() {
      const world = await bundleWorld(setting);
      await inBucket(world, (s3) => s3.send(new CreateBucketCommand({ Bucket })));
      return world;
    },
    async settled(world) {
      const { Contents = [] } = await inBucket(world, (s3) => s3.send(new ListObjectsV2Command({ Bucket })));
      return { function: await common.settled(world), kept: Contents.map(({ Key, ETag }) => `${Key} ${ETag}`) };
    },
  };
}

/** A promotion of code that is in a bucket with versions already. */
export function promotionFromS3(setting: Setting = {}): Trial<BundleWorld> {
  const Bucket = 'search-api-builds';
  return {
    ...nextPromotion(setting, { zip: '', 's3-uri': `s3://${Bucket}/v2.zip` }),
    async world() {
      const world = await bundleWorld(setting);
      const s3 = peopleIn(world);
      await s3.send(new CreateBucketCommand({ Bucket }));
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
      await s3.send(new PutObjectCommand({ Bucket, Key: 'v2.zip', Body: codeOf('v2').bytes }));
      s3.destroy();
      return world;
    },
  };
}

/** S3 as people use it, not in the name of any action. */
export function peopleIn({ cloud }: LambdaWorld): S3Client {
  const credentials = { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' };
  return new S3Client({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials });
}

/** The inputs of a canary that is over soon, and need not know anything to pass. */
export const CANARY: Readonly<Record<string, string>> = {
  canary: '10%/10s, 50%/10s',
  alarms: 'search-api-errors',
  settle: '0s',
  'min-invocations': '0',
  'on-insufficient-data': 'pass',
};

/** A promotion of one function that gives the candidate a tenth of the users, then half of them, then all. */
export function canaryPromotion(
  setting: Setting = {},
  inputs: Readonly<Record<string, string>> = {},
): Trial<BundleWorld> {
  return {
    ...nextPromotion(setting, { ...CANARY, ...inputs }),
    async world() {
      const made = await bundleWorld(setting);
      // As fast as the shares are short.
      await setAlarm(made, made.functionName, { Period: 10 });
      return made;
    },
  };
}

/** Three functions that go from version 2 to version 3 together. */
export function jointPromotion(
  setting: Setting = {},
  inputs: Readonly<Record<string, string>> = {},
): Trial<BundleWorld> {
  const others = ['search-indexer', 'search-worker'];
  const names = (world: BundleWorld) => [world.functionName, ...others];
  return {
    ...nextPromotion(setting, inputs),
    world: () => bundleWorld({ ...setting, others }),
    step: (world) => {
      const step = promotion(world, { functions: listed(names(world)), ...inputs });
      return { ...step, env: { GITHUB_RUN_NUMBER: '2', GITHUB_RUN_ID: '1002' } };
    },
    settled: async (world) => Promise.all(names(world).map((name) => lambdaView(world.lambda, name))),
    pointer: async (world) => {
      const found = await Promise.all(names(world).map((name) => world.alias('live', name)));
      return found.map((one) => one?.version).join(' ');
    },
    users: (world) => everybody(names(world).map((name) => usersOfFunction(world, name))),
  };
}

function usersOfFunction({ cloud }: BundleWorld, functionName: string): Users {
  return usersOf({ cloud, functionName, qualifier: 'live' }, { versions: ['2', '3'] });
}

function listed(names: readonly string[]): string {
  return names.map((name) => `- ${name}`).join('\n');
}

/** The first promotion, which makes the alias. */
export function firstPromotion(setting: Setting = {}): Trial<BundleWorld> {
  return {
    ...common,
    world: () => bundleWorld({ ...setting, live: false }),
    step: (world) => promotion(world),
    users: ({ cloud, functionName }) =>
      usersOf({ cloud, functionName, qualifier: 'live' }, { versions: ['1'], mayBeMissing: true }),
  };
}

/** A promotion of code that is broken for everybody: users never meet it. */
export function rejectedPromotion(setting: Setting = {}): Trial<BundleWorld> {
  return {
    ...nextPromotion(setting, { zip: 'broken.zip' }),
    users: ({ cloud, functionName }) => usersOf({ cloud, functionName, qualifier: 'live' }, { versions: ['2'] }),
  };
}

/** A promotion of code that passes its checks on `$LATEST` and not through the alias: it moves, and moves back. */
export function undonePromotion(setting: Setting = {}): Trial<BundleWorld> {
  return nextPromotion(setting, { zip: 'broken-behind-alias.zip' });
}

const common = {
  purpose: 'promote',
  settled: ({ lambda, functionName }: BundleWorld) => lambdaView(lambda, functionName),
  pointer: async (world: BundleWorld) => (await world.alias())?.version,
} as const;
