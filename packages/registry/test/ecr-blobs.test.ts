import type { Statement } from '@actions-aws/local-aws';
import { CreateRepositoryCommand, PutAccountSettingCommand } from '@aws-sdk/client-ecr';
import { type Blob, blobsOf, type Found, readManifest } from '../src/index.ts';
import { type EcrWorld, ecrWorld } from './support/ecr-world.ts';
import { quickClock } from './support/opened.ts';

let the: EcrWorld;
beforeEach(async () => {
  the = await ecrWorld();
  await the.ecr.send(new CreateRepositoryCommand({ repositoryName: 'team/prod' }));
  await the.called();
});
afterEach(() => the.stop());

const prod = () => ({ ...the.names.aws, repository: 'team/prod' });

/** The blobs of the image. */
async function blobs(): Promise<readonly Blob[]> {
  const { manifest: bytes, mediaType, digest } = (await (await the.opened()).describe('v1')) as Found;
  const read = readManifest({ bytes, mediaType, digest });
  if (typeof read === 'string') throw new Error(read);
  await the.called();
  return blobsOf(read);
}

test('blobs are sent from one repository to another, which need not allow mounting, and the image is whole', async () => {
  const [source, target] = [await the.opened(), await the.openedToWrite({ name: prod() })];
  for (const blob of await blobs()) {
    expect(await target.copyBlob(blob, source, { mountFrom: [] })).toEqual({ how: 'sent', bytes: blob.size });
    expect(await target.copyBlob(blob, source, { mountFrom: [] })).toEqual({ how: 'there', bytes: 0 });
  }
  const found = (await source.describe('v1')) as Found;
  await target.putManifest({ bytes: found.manifest, mediaType: found.mediaType, digest: found.digest }, 'v1');
  expect(await target.describe('v1')).toMatchObject({ state: 'present', digest: the.image.digest });
});

test('blobs are mounted where the account allows it', async () => {
  await the.ecr.send(new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
  const [source, target] = [await the.opened(), await the.openedToWrite({ name: prod() })];
  for (const blob of await blobs()) {
    expect(await target.copyBlob(blob, source, { mountFrom: [] })).toEqual({ how: 'mounted', bytes: 0 });
  }
  expect(await the.called()).not.toContain('GetBlob');
});

const arn = (repository: string) => `arn:aws:ecr:eu-west-1:123456789012:repository/${repository}`;
const allow = (Resource: string, ...Action: readonly string[]): Statement => ({ Effect: 'Allow', Action, Resource });
const needed = [
  ['team/api', 'ecr:GetDownloadUrlForLayer'],
  ['team/prod', 'ecr:BatchCheckLayerAvailability'],
  ['team/prod', 'ecr:InitiateLayerUpload'],
  ['team/prod', 'ecr:UploadLayerPart'],
  ['team/prod', 'ecr:CompleteLayerUpload'],
] as const;

/** Copies the first blob as a role that lacks one of the permissions. */
async function copyWithout(missing?: string) {
  const [blob] = await blobs();
  const statements = needed
    .filter(([, action]) => action !== missing)
    .map(([name, action]) => allow(arn(name), action));
  const policy = { Statement: [allow('*', 'ecr:GetAuthorizationToken'), ...statements] };
  const [source, target] = [await the.opened({ policy }), await the.openedToWrite({ name: prod(), policy })];
  return target.copyBlob(blob as Blob, source, { mountFrom: [] });
}

test('the permissions of the README are enough', async () => {
  expect(await copyWithout()).toMatchObject({ how: 'sent' });
});

test.each(needed.map(([, action]) => action))('without %s, the error names it', async (missing) => {
  await expect(copyWithout(missing)).rejects.toMatchObject({
    code: 'not-allowed',
    hint: expect.stringContaining(missing),
  });
});

test.each(['HeadBlob', 'StartBlobUpload', 'CompleteBlobUpload', 'GetBlob', 'GetLayer'])(
  'faults of %s are waited out, and those that stay are errors',
  async (operation) => {
    const [blob] = (await blobs()) as [Blob];
    const copy = async () => {
      const clock = quickClock();
      const given = { clock, until: clock.now() + 3_000 };
      const target = await the.openedToWrite({ name: prod(), ...given });
      return target.copyBlob(blob, await the.opened(given), { mountFrom: [] });
    };
    await the.cloud.control.addFault({ operation, kind: 'unavailable', times: 1_000 });
    await expect(copy()).rejects.toMatchObject({ name: 'UserError', code: 'unavailable' });
    await the.cloud.control.clearFaults();
    await the.cloud.control.addFault({ operation, kind: 'throttle', times: 1 });
    await the.cloud.control.addFault({ operation, kind: 'reset', times: 1 });
    expect(await copy()).toEqual({ how: 'sent', bytes: blob.size });
  },
);
