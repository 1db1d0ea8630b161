import { gunzipSync } from 'node:zlib';
import { serve } from '@actions-aws/testing/http';
import { digestOf } from '@actions-aws/testing/images';
import { assertArrived } from '../../src/images/arrived.ts';
import { benchImage, lowerHalf } from '../../src/images/image.ts';

const image = benchImage({ layers: 4, bytes: 80_000 });
const layersOf = (one: typeof image.index) => one.blobs.slice(1);

test('an image is the same each time, and as large as asked', () => {
  expect(benchImage({ layers: 4, bytes: 80_000 })).toEqual(image);
  const layers = image.index.children.flatMap(layersOf);
  expect(new Set(layers.map(({ digest }) => digest)).size).toBe(8);
  for (const { bytes, digest } of layers) {
    expect(bytes.length).toBeGreaterThan(10_000);
    expect(bytes.length).toBeLessThan(12_500);
    expect(digestOf(bytes)).toBe(digest);
    expect(gunzipSync(bytes).subarray(257, 262).toString()).toBe('ustar');
  }
});

test('what refers to it is listed under the tag that clients look for', () => {
  const { manifests } = JSON.parse(Buffer.from(image.list.index.bytes).toString());
  expect(manifests.map(({ digest }: { digest: string }) => digest)).toEqual(
    image.referrers.map(({ digest }) => digest),
  );
  expect(image.list.tag).toBe(image.index.digest.replace(':', '-'));
  for (const { bytes } of image.referrers) {
    expect(JSON.parse(Buffer.from(bytes).toString()).subject.digest).toBe(image.index.digest);
  }
});

test('a sibling has half of the layers of each platform', () => {
  const lower = layersOf(lowerHalf(image)).map(({ digest }) => digest);
  for (const child of image.index.children) {
    expect(layersOf(child).filter(({ digest }) => lower.includes(digest))).toHaveLength(2);
  }
});

test('a copy that left something behind is an error that names it', async () => {
  const lost = layersOf(image.index.children[1]!)[3]!.digest;
  const { address: endpoint, stop } = await serve(({ url = '' }, response) => {
    const asked = url.slice(url.lastIndexOf('/') + 1);
    const digest = asked === 'v1' ? image.index.digest : asked;
    const isThere = digest !== lost && digest !== image.referrers[2]!.digest;
    response.writeHead(isThere ? 200 : 404, { 'docker-content-digest': digest }).end();
  });
  const arrived = (withReferrers: boolean) =>
    assertArrived(image, { endpoint, repository: 'team/api', tag: 'v1' }, withReferrers);
  try {
    await expect(arrived(false)).rejects.toThrow(`${endpoint}/team/api: ${lost}`);
    await expect(arrived(true)).rejects.toThrow(`${lost}, ${image.referrers[2]!.digest}`);
  } finally {
    await stop();
  }
});
