import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { DeleteAliasCommand, PutRuntimeManagementConfigCommand } from '@aws-sdk/client-lambda';
import { setAlarmState } from './support/alarm.ts';
import type { DeploymentWorld } from './support/deployment-world.ts';
import { imageStep, imageWorld } from './support/image-world.ts';
import { canary, promotion, promotionByBucket, promotionFromS3 } from './support/trials.ts';

/** So fast that every change is complete at the first look. */
const SCALE = 10;

/** What the workflow is told: all of it has to be right, so that nothing can be missing unnoticed. */
const whatIsTold: Pick<Errand<DeploymentWorld>, 'told' | 'expected'> = {
  told: ({ outputs, annotations, exitCode }) => ({
    exitCode,
    outcome: outputs.outcome,
    notChecked: JSON.parse(outputs.report || '{}').functions?.[0]?.notChecked,
    annotations: annotations.map(({ title }) => title),
  }),
  expected: { exitCode: 0, outcome: 'promoted', notChecked: [], annotations: [] },
};

/** A whole promotion: everything that the policy allows is used, but for the code's way. */
const promotionThatPrunes: Errand<DeploymentWorld> = {
  ...promotion,
  name: 'a promotion that prunes',
  inSteps: true,
  async world(scale = SCALE) {
    const world = await promotion.world(scale);
    // As after a first promotion, which leaves no previous alias.
    await world.lambda.send(new DeleteAliasCommand({ FunctionName: world.functionName, Name: 'live-previous' }));
    // Runs on another runtime than $LATEST.
    const old = {
      UpdateRuntimeOn: 'Manual',
      RuntimeVersionArn: `arn:aws:lambda:eu-west-1::runtime:${'a1'.repeat(32)}`,
    } as const;
    const live = { FunctionName: world.functionName, Qualifier: '2' };
    await world.lambda.send(new PutRuntimeManagementConfigCommand({ ...live, ...old }));
    return world;
  },
  ...whatIsTold,
};

const slow = canary(1, { canary: '10%/45s', 'on-insufficient-data': 'fail' });

/** A canary whose alarm is unsure for a moment, and OK again: only its history tells that it did not fire meanwhile. */
const promotionByCanary: Errand<DeploymentWorld> = {
  ...slow,
  name: 'a promotion by canary',
  async world() {
    const world = await slow.world(SCALE);
    await world.cloud.clock.advance(70_000);
    return world;
  },
  step(world) {
    // Where the policy is too small there is no share, and when the world has gone nobody to ask.
    unsettle(world).catch(() => {});
    return slow.step(world);
  },
  ...whatIsTold,
};

/** Makes the alarm unsure once users meet the candidate. It is compared again within ten seconds. */
async function unsettle({ alias, cloud, functionName }: DeploymentWorld): Promise<void> {
  while (Object.keys((await alias())?.weights ?? {}).length === 0) await setTimeout(20);
  await setAlarmState({ cloud }, { AlarmName: `${functionName}-errors`, StateValue: 'INSUFFICIENT_DATA' });
}

const promotionOfCodeInS3: Errand<DeploymentWorld> = {
  ...promotionFromS3,
  name: 'a promotion from a bucket with versions',
  inSteps: true,
  world: (scale = SCALE) => promotionFromS3.world(scale),
  ...whatIsTold,
};

const byBucket = promotionByBucket(1);

const promotionThatKeepsCode: Errand<DeploymentWorld> = {
  ...byBucket,
  name: 'a promotion whose code goes by a bucket',
  inSteps: true,
  world: (scale = SCALE) => byBucket.world(scale),
  ...whatIsTold,
};

const ofImage: Errand<DeploymentWorld> = {
  ...promotion,
  name: 'a promotion of an image by its tag',
  world: () => imageWorld(SCALE),
  step: (world) => imageStep(world, 'v1'),
  ...whatIsTold,
};

/** Only ECR's own API tells that an image is not archived, but absent. */
const ofNoImage: Errand<DeploymentWorld> = {
  ...ofImage,
  name: 'a promotion of an image that is not there',
  step: (world) => imageStep(world, 'v9'),
  told: ({ exitCode, stdout }) => ({ exitCode, absent: stdout.includes('there is no such image') }),
  expected: { exitCode: 1, absent: true },
};

test('the policy in the README is enough, and nothing in it can be left out unnoticed', async () => {
  const policyFrom = join(import.meta.dirname, '..', 'README.md');
  const ofZips = [promotionThatPrunes, promotionByCanary, promotionOfCodeInS3, promotionThatKeepsCode];
  const errands = [...ofZips, ofImage, ofNoImage];
  const { failures } = await leastPrivilege({ policyFrom, errands });
  expect(failures).toEqual([]);
}, 360_000);
