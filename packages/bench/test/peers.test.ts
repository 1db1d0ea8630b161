import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { megabytesOf } from '../src/lambda/start-ups.ts';
import { peerFolder } from '../src/peers.ts';

test('a checkout is looked for where PEERS says, and its absence is explained', async () => {
  const peers = await mkdtemp(join(tmpdir(), 'peers-'));
  try {
    const folder = join(peers, 'aws-lambda-deploy');
    expect(peerFolder('aws-lambda-deploy', {})).toEqual({ why: 'PEERS names no folder of checkouts' });
    expect(peerFolder('aws-lambda-deploy', { PEERS: peers })).toEqual({ why: `there is no ${folder}/dist/index.js` });
    await mkdir(join(folder, 'dist'), { recursive: true });
    await writeFile(join(folder, 'dist/index.js'), '');
    expect(peerFolder('aws-lambda-deploy', { PEERS: peers })).toBe(folder);
  } finally {
    await rm(peers, { recursive: true });
  }
});

test('the size of a bundle is that of all its code', async () => {
  const action = await mkdtemp(join(tmpdir(), 'size-'));
  try {
    await mkdir(join(action, 'dist/deep'), { recursive: true });
    for (const file of ['index.js', '43.index.js', 'deep/worker.cjs', 'licenses.txt', 'index.js.map']) {
      await writeFile(join(action, 'dist', file), 'x'.repeat(1000));
    }
    expect(megabytesOf(action)).toBe(0.003);
  } finally {
    await rm(action, { recursive: true });
  }
});
