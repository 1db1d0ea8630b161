import type { Domain, Trial, Users } from '@actions-aws/testing';
import { PutLifecyclePolicyCommand } from '@aws-sdk/client-ecr';
import {
  DEV,
  type ImageWorld,
  image,
  imageWorld,
  nameOf,
  type Place,
  PROD,
  signature,
  step,
  twoPlatforms,
} from './world.ts';

/** Registries of ECR, where users follow the tag `latest`. */
export const registryDomain: Domain = {
  isProbe: () => false,
  isPointerWrite: ({ operation, resource }) => operation === 'PutManifest' && resource.endsWith(':latest'),
  // No registry has a condition on a write.
  isGuarded: () => false,
  conflict: () => ({ code: 'CONFLICT', status: 409, message: 'There is none.' }),
  // What was pushed can be pulled: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ says of no delay.
  isEventual: () => false,
};

const index = twoPlatforms('the next release');
const [platform] = index.children;
const signed = signature(index);
const referrers = [
  signed,
  ...(platform ? [signature(platform, 'of a platform')] : []),
  signature(signed, 'of a signature'),
];
const released = image('the release before');

/** All that has to be there before a tag names the image. */
const whole = [index, ...index.children, ...referrers].map(({ digest }) => digest);

/** What a repository has, as far as it must be the same however a run was disturbed. */
async function view(world: ImageWorld, place: Place) {
  return { tags: await world.tagsOf(place), digests: await world.digestsOf(place) };
}

/** Users who pull what the tags name, and want all of it. */
function pulling(world: ImageWorld): Users {
  const complaints = new Set<string>();
  return {
    async visit() {
      const { tags, digests } = await view(world, PROD);
      const isNamed = Object.values(tags).includes(index.digest);
      if (isNamed && !whole.every((digest) => digests.includes(digest)))
        complaints.add('a tag names an image that is not whole');
    },
    leave: async () => [...complaints],
  };
}

/** Longer than a short outage, and short enough to be used up often. */
const timeout = '2m';

/** An index of two platforms with three referrers, from one Region to another, where another release is. */
export const acrossRegistries: Trial<ImageWorld> = {
  name: 'a promotion to another registry',
  purpose: 'promote',
  domain: registryDomain,
  async world(scale) {
    const world = await imageWorld({ scale });
    await world.make(DEV);
    await world.make(PROD);
    await world.push(DEV, index, ['dev']);
    for (const one of referrers) await world.push(DEV, one);
    await world.push(PROD, released, ['1.0.0', 'latest']);
    return world;
  },
  step: (world) =>
    step(world, {
      to: nameOf(PROD),
      digest: index.digest,
      'require-tag': 'dev',
      tags: '1.1.0',
      moving: 'latest',
      timeout,
    }),
  settled: (world) => view(world, PROD),
  pointer: async (world) => (await world.tagsOf(PROD)).latest,
  users: pulling,
};

/** Tags alone, within one repository. */
export const withinOneRepository: Trial<ImageWorld> = {
  ...acrossRegistries,
  name: 'a promotion within one repository',
  async world(scale) {
    const world = await acrossRegistries.world(scale);
    await world.push(PROD, index, ['staging-2']);
    for (const one of referrers) await world.push(PROD, one);
    return world;
  },
  step: (world) =>
    step(world, { from: nameOf(PROD), tag: 'staging-2', tags: '1.1.0, prod-2', moving: 'latest', timeout }),
};

/** The same with all gates: each image is scanned, and the repository has a lifecycle policy that takes none of them. */
export const throughGates: Trial<ImageWorld> = {
  ...acrossRegistries,
  name: 'a promotion through gates',
  async world(scale) {
    const world = await acrossRegistries.world(scale);
    await setGates(world);
    return world;
  },
  step(world) {
    const asked = acrossRegistries.step(world);
    return { ...asked, inputs: { ...asked.inputs, 'max-severity': 'high' } };
  },
};

/** Scans what is in {@link DEV}, and gives it a lifecycle policy. */
async function setGates(world: ImageWorld): Promise<void> {
  for (const imageDigest of await world.digestsOf(DEV)) {
    await world.cloud.control.call('ecr.scanResult', { imageDigest, status: 'COMPLETE' }, { region: DEV.region });
  }
  const rule = {
    rulePriority: 1,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 500 },
    action: { type: 'expire' },
  };
  const which = { repositoryName: DEV.repository, lifecyclePolicyText: JSON.stringify({ rules: [rule] }) };
  await world.ecr(DEV.region).send(new PutLifecyclePolicyCommand(which));
}
