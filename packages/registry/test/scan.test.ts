import { StartImageScanCommand } from '@aws-sdk/client-ecr';
import { type EcrWorld, ecrWorld } from './support/ecr-world.ts';
import { configWith, imageOf } from './support/images.ts';
import { openedToWrite } from './support/opened.ts';

let the: EcrWorld;
beforeEach(async () => {
  the = await ecrWorld();
});
afterEach(() => the.stop());

const scanned = async (digest = the.image.digest) => (await the.opened()).scan(digest);
const comesTo = (result: object) =>
  the.cloud.control.call('ecr.scanResult', { imageDigest: the.image.digest, ...result }, { region: 'eu-west-1' });

test('a scan that is complete has counts, all of them', async () => {
  const findings = [
    ...Array.from({ length: 1_500 }, (_, index) => ({ name: `CVE-2026-${index}`, severity: 'HIGH' })),
    { name: 'CVE-2025-1', severity: 'LOW' },
  ];
  await comesTo({ findings });
  await the.ecr.send(new StartImageScanCommand({ repositoryName: 'team/api', imageId: { imageTag: 'v1' } }));
  await the.cloud.clock.advance(3_600_000);
  expect(await scanned()).toMatchObject({
    status: 'COMPLETE',
    hasEnded: true,
    counts: { HIGH: 1_500, LOW: 1 },
  });
});

test.each(['PENDING', 'FAILED', 'FINDINGS_UNAVAILABLE', 'IMAGE_ARCHIVED', 'ANOTHER_ONE'])(
  '%s is told as it is',
  async (status) => {
    await comesTo({ status });
    expect(await scanned()).toMatchObject({ status, counts: {} });
  },
);

test.each([undefined, false])('an enhanced scan is active before its findings are there: %j', async (hasEnded) => {
  await comesTo({ status: 'ACTIVE', hasEnded });
  expect(await scanned()).toMatchObject({ status: 'ACTIVE', hasEnded: hasEnded ?? true, counts: {} });
});

test('an image that was never scanned has no scan, nor has one that is not there', async () => {
  expect(await scanned()).toEqual({ status: 'NOT_FOUND', hasEnded: false, counts: {}, why: expect.any(String) });
  expect(await scanned(imageOf(configWith({})).digest)).toMatchObject({ status: 'IMAGE_NOT_FOUND' });
});

test('a registry that is not ECR has no scans', async () => {
  expect(await openedToWrite('127.0.0.1:9').scan(the.image.digest)).toBeUndefined();
});

test('without the permission, the error names it', async () => {
  const Statement = [{ Effect: 'Allow', Action: 'ecr:DescribeImages', Resource: '*' }] as const;
  const registry = await the.opened({ policy: { Statement } });
  await expect(registry.scan(the.image.digest)).rejects.toMatchObject({
    code: 'not-allowed',
    hint: expect.stringContaining('ecr:DescribeImageScanFindings'),
  });
});
