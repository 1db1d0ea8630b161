import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { gunzipSync } from 'fflate';
import { buildImage, buildIndex, buildReferrer, digestOf, MEDIA_TYPES, pushImage, tarOf } from '../src/images/index.ts';

let cloud: LocalAws;
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { scale: 0 } });
});
afterAll(() => cloud.stop());

describe('an archive', () => {
  it('is the same bytes for the same files', () => {
    const files = {
      'var/task/': {},
      'var/task/index.js': 'exports.handler = async () => 1;',
      'bin/run': { content: '#!/bin/sh', mode: 0o755 },
      'bin/start': { symlink: 'run' },
      'bin/begin': { hardLink: 'bin/run' },
      [`${'deep/'.repeat(30)}file`]: '',
    };
    // GNU tar 1.34 lists these bytes with these names, kinds and permissions.
    expect(digestOf(tarOf(files))).toBe('sha256:a47f09d0bb6c6e5879752c16b7fa319df3f92b205cb61edf5612c4c0134d7abd');
  });

  it('cannot have a name of more than 100 bytes', () => {
    expect(() => tarOf({ ['x'.repeat(101)]: '' })).toThrow('is too long');
  });
});

describe('an image', () => {
  it('names the digests of what it is made of', () => {
    const { blobs, bytes } = buildImage({ layers: [{ a: '1' }, { b: '2' }], config: { Cmd: ['index.handler'] } });
    const [config, ...layers] = blobs;
    const { rootfs, ...rest } = JSON.parse(Buffer.from(config?.bytes ?? []).toString());
    expect(rest).toMatchObject({ architecture: 'amd64', os: 'linux', config: { Cmd: ['index.handler'] } });
    expect(rootfs.diff_ids).toEqual(layers.map((layer) => digestOf(gunzipSync(layer.bytes))));
    expect(JSON.parse(Buffer.from(bytes).toString()).layers).toEqual(
      layers.map((layer) => ({ mediaType: MEDIA_TYPES.oci.gzipped, digest: layer.digest, size: layer.bytes.length })),
    );
    expect(buildImage({ files: { a: '1' } }).digest).toBe(buildImage({ files: { a: '1' } }).digest);
  });

  it('is in the registry under its tag and its digest, with all that an index needs', async () => {
    const images = ['amd64', 'arm64'].map((architecture) => buildImage({ architecture, files: { architecture } }));
    const index = buildIndex(images);
    const pushed = await pushImage(cloud, 'shop/app:v1', index);
    expect(pushed).toMatchObject({
      digest: index.digest,
      uri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app:v1',
      resolvedUri: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app@${index.digest}`,
      localUri: `${new URL(cloud.endpoint).host}/shop/app:v1`,
    });
    await pushImage(cloud, 'shop/app:signature', buildReferrer(index, { artifactType: 'application/example' }));
    await pushImage(cloud, 'shop/app:v1', index);
    await expect(pushImage(cloud, 'shop/app')).rejects.toThrow('shop/app is no NAME:TAG');
  });
});
