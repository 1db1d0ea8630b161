import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pushTo, startRegistryStub } from '@actions-aws/testing/images';
import { assertArrived } from '../../src/images/arrived.ts';
import { benchImage } from '../../src/images/image.ts';
import { bareNode } from '../../src/images/ways/bare-node.ts';

const image = benchImage({ layers: 2, bytes: 2_000_000 });

test('a program that only carries bytes copies an image whole, and checks its bytes', async () => {
  const [source, target] = [await startRegistryStub(), await startRegistryStub()];
  const home = mkdtempSync(path.join(tmpdir(), 'bare-'));
  const copying = {
    source: `${source.host}/team/api@${image.index.digest}`,
    target: `${target.host}/team/api:v1`,
    mountFrom: [],
    home,
    signal: new AbortController().signal,
  };
  try {
    await pushTo({ endpoint: `http://${source.host}` }, 'team/api', 'v1', image.index);
    expect(await bareNode.copy(copying)).toBeGreaterThan(0);
    const endpoint = `http://${target.host}`;
    await assertArrived(image, { endpoint, repository: 'team/api', tag: 'v1' }, false);
    const [digest = '', bytes] = [...source.held().blobs][1] ?? [];
    source.held().blobs.set(digest, Buffer.alloc(bytes?.length ?? 0));
    await expect(bareNode.copy(copying)).rejects.toThrow(`${digest} has other bytes`);
  } finally {
    await Promise.all([source.stop(), target.stop()]);
    rmSync(home, { recursive: true });
  }
});
