import * as sdk from '@aws-sdk/client-ecr';
import { type BuiltImage, type EcrCloud, ecrCloud, image, indexOf, region } from './ecr-cloud.ts';

const [registryId, repositoryName] = ['123456789012', 'app'];
const day = 24 * 3_600_000;
let it: EcrCloud;
beforeEach(async () => {
  it = await ecrCloud();
  await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName }));
});
afterEach(() => it.cloud.stop());

const imageId = { imageTag: 'v1' };
const start = () => it.ecr.send(new sdk.StartImageScanCommand({ repositoryName, imageId }));
const describeScan = (input: Partial<sdk.DescribeImageScanFindingsRequest> = {}) =>
  it.ecr.send(new sdk.DescribeImageScanFindingsCommand({ repositoryName, imageId, ...input }));
const arrange = (built: BuiltImage, result: object) =>
  it.cloud.control.call('ecr.scanResult', { imageDigest: built.digest, ...result }, { region });
const configure = (scanType: sdk.ScanType, scanFrequency: sdk.ScanFrequency, filter: string) => {
  const rules = [{ scanFrequency, repositoryFilters: [{ filter, filterType: 'WILDCARD' as const }] }];
  return it.ecr.send(new sdk.PutRegistryScanningConfigurationCommand({ scanType, rules }));
};
async function pushed(built = image()): Promise<BuiltImage> {
  expect((await it.push(repositoryName, 'v1', built)).status).toBe(201);
  return built;
}

const critical = { name: 'CVE-2026-0001', severity: 'CRITICAL' };
const low = { name: 'CVE-2026-0002', severity: 'LOW' };

test('an image that was not scanned has no scan, and one that is not there is none', async () => {
  const { digest } = await pushed();
  await expect(describeScan()).rejects.toMatchObject({
    name: 'ScanNotFoundException',
    message: `Image scan does not exist for the image with '{imageDigest:'${digest}', imageTag:'v1'}' in the repository with name 'app' in the registry with id '${registryId}'`,
  });
  await expect(describeScan({ imageId: { imageTag: 'none' } })).rejects.toMatchObject({
    name: 'ImageNotFoundException',
  });
});

test('a scan takes its time, tells no findings before its end, and comes once a day', async () => {
  const built = await pushed();
  await arrange(built, { findings: [critical, low, { ...low, name: 'CVE-2026-0003' }] });
  expect((await start()).imageScanStatus).toEqual({ status: 'IN_PROGRESS' });
  const { imageScanStatus, imageScanFindings } = await describeScan();
  expect([imageScanStatus?.status, imageScanFindings]).toEqual(['IN_PROGRESS', undefined]);
  await it.cloud.clock.advance(10_000);
  const ended = await describeScan();
  expect(ended).toMatchObject({
    registryId,
    repositoryName,
    imageId: { imageDigest: built.digest, imageTag: 'v1' },
    imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
    imageScanFindings: {
      imageScanCompletedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, 10)),
      findingSeverityCounts: { CRITICAL: 1, LOW: 2 },
      findings: [critical, low, { name: 'CVE-2026-0003' }],
    },
  });
  await expect(start()).rejects.toMatchObject({ name: 'LimitExceededException' });
  await it.cloud.clock.advance(day);
  await start();
  // The summary of DescribeImages is empty where AWS scans by itself.
  const { imageDetails } = await it.ecr.send(new sdk.DescribeImagesCommand({ repositoryName }));
  expect(imageDetails?.[0]).not.toHaveProperty('imageScanFindingsSummary');
});

test('findings come in pages, and their counts do not', async () => {
  const built = await pushed();
  const findings = Array.from({ length: 101 }, (_, index) => ({ name: `CVE-${index}`, severity: 'HIGH' }));
  await arrange(built, { findings });
  await start();
  await it.cloud.clock.advance(10_000);
  const first = await describeScan();
  const second = await describeScan({ nextToken: first.nextToken });
  expect([first, second].map(({ imageScanFindings }) => imageScanFindings?.findings?.length)).toEqual([100, 1]);
  for (const { imageScanFindings } of [first, second])
    expect(imageScanFindings?.findingSeverityCounts).toEqual({ HIGH: 101 });
  expect(second.nextToken).toBeUndefined();
  await expect(describeScan({ maxResults: 1001 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test.each([
  [
    'the repository’s own setting',
    () =>
      it.ecr.send(
        new sdk.PutImageScanningConfigurationCommand({
          repositoryName,
          imageScanningConfiguration: { scanOnPush: true },
        }),
      ),
  ],
  ['a rule of the registry', () => configure('BASIC', 'SCAN_ON_PUSH', 'a*')],
])('an image is scanned when it is pushed, by %s', async (_, configured) => {
  await configured();
  await pushed();
  expect((await describeScan()).imageScanStatus?.status).toBe('IN_PROGRESS');
  await expect(start()).rejects.toMatchObject({ name: 'LimitExceededException' });
});

test('an index and an artifact are not scanned', async () => {
  await configure('BASIC', 'SCAN_ON_PUSH', '*');
  const built = await pushed();
  await pushed(indexOf(built));
  await expect(describeScan()).rejects.toMatchObject({ name: 'ScanNotFoundException' });
  await expect(start()).rejects.toMatchObject({ name: 'UnsupportedImageTypeException' });
  await pushed(image({ artifactType: 'application/vnd.example.bill' }));
  await expect(start()).rejects.toMatchObject({ name: 'UnsupportedImageTypeException' });
});

test('enhanced scanning has no scans to start, and goes on as long as it is eligible', async () => {
  const before = await pushed();
  await configure('ENHANCED', 'CONTINUOUS_SCAN', 'app');
  await expect(describeScan()).rejects.toMatchObject({ name: 'ScanNotFoundException' });
  await expect(start()).rejects.toMatchObject({ name: 'ValidationException', message: 'This feature is disabled' });
  const built = await pushed();
  await arrange(built, { findings: [critical] });
  expect((await describeScan()).imageScanStatus?.status).toBe('PENDING');
  await it.cloud.clock.advance(10_000);
  expect(await describeScan()).toMatchObject({
    imageScanStatus: { status: 'ACTIVE', description: 'Continuous scan is selected for image.' },
    imageScanFindings: { findingSeverityCounts: { CRITICAL: 1 }, enhancedFindings: [{ title: 'CVE-2026-0001' }] },
  });
  await it.ecr.send(new sdk.PutRegistryScanningConfigurationCommand({ scanType: 'BASIC', rules: [] }));
  await expect(describeScan()).rejects.toMatchObject({ name: 'ScanNotFoundException' });
  await expect(describeScan({ imageId: { imageDigest: before.digest } })).rejects.toMatchObject({
    name: 'ScanNotFoundException',
  });
});

test.each([
  'FAILED',
  'UNSUPPORTED_IMAGE',
  'PENDING',
  'SCAN_ELIGIBILITY_EXPIRED',
  'FINDINGS_UNAVAILABLE',
  'LIMIT_EXCEEDED',
  'IMAGE_SIZE_EXCEEDED',
  'A_STATUS_OF_TOMORROW',
])('a test can arrange the status %s, which has no findings', async (status) => {
  await arrange(await pushed(), { status, description: 'as arranged' });
  const { imageScanStatus, imageScanFindings } = await describeScan();
  expect([imageScanStatus, imageScanFindings]).toEqual([{ status, description: 'as arranged' }, undefined]);
});

test('a test can arrange an end with findings, and none is an empty list', async () => {
  const built = await pushed();
  await arrange(built, { status: 'COMPLETE' });
  expect((await describeScan()).imageScanFindings).toMatchObject({ findings: [], findingSeverityCounts: {} });
  await arrange(built, { status: 'ACTIVE', findings: [low] });
  expect((await describeScan()).imageScanFindings?.findingSeverityCounts).toEqual({ LOW: 1 });
});

test('an archived image tells none of its findings', async () => {
  await arrange(await pushed(), { status: 'COMPLETE' });
  await it.ecr.send(new sdk.UpdateImageStorageClassCommand({ repositoryName, imageId, targetStorageClass: 'ARCHIVE' }));
  expect(await describeScan()).toMatchObject({ imageScanStatus: { status: 'IMAGE_ARCHIVED' } });
  await expect(start()).rejects.toMatchObject({ name: 'ImageArchivedException' });
});

test('the registry’s configuration is told, with what it means for a repository', async () => {
  const get = () => it.ecr.send(new sdk.GetRegistryScanningConfigurationCommand({}));
  expect(await get()).toMatchObject({ registryId, scanningConfiguration: { scanType: 'BASIC', rules: [] } });
  await configure('ENHANCED', 'CONTINUOUS_SCAN', 'app');
  const rule = { scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: 'app', filterType: 'WILDCARD' }] };
  expect((await get()).scanningConfiguration).toEqual({ scanType: 'ENHANCED', rules: [rule] });
  await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName: 'other' }));
  const repositoryNames = ['app', 'other', 'none'];
  const { scanningConfigurations, failures } = await it.ecr.send(
    new sdk.BatchGetRepositoryScanningConfigurationCommand({ repositoryNames }),
  );
  expect(scanningConfigurations).toMatchObject([
    {
      repositoryName: 'app',
      scanOnPush: true,
      scanFrequency: 'CONTINUOUS_SCAN',
      appliedScanFilters: [{ filter: 'app' }],
    },
    { repositoryName: 'other', scanOnPush: false, scanFrequency: 'MANUAL', appliedScanFilters: [] },
  ]);
  expect(failures).toMatchObject([{ repositoryName: 'none', failureCode: 'REPOSITORY_NOT_FOUND' }]);
});

test.each([
  ['basic scanning that goes on', () => configure('BASIC', 'CONTINUOUS_SCAN', '*')],
  ['a rule of no frequency', () => configure('ENHANCED', 'MANUAL', '*')],
  ['a filter that is no name', () => configure('ENHANCED', 'SCAN_ON_PUSH', 'A b')],
])('%s is refused', async (_, put) => {
  await expect(put()).rejects.toMatchObject({ name: 'InvalidParameterException' });
});
