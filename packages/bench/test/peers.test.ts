import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsLambdaDeployFolder } from '../src/lambda/aws-lambda-deploy.ts';

test('a checkout is looked for where PEERS says, and its absence is explained', async () => {
  const peers = await mkdtemp(join(tmpdir(), 'peers-'));
  try {
    const folder = join(peers, 'aws-lambda-deploy');
    expect(awsLambdaDeployFolder({})).toEqual({ why: 'PEERS names no folder of checkouts' });
    expect(awsLambdaDeployFolder({ PEERS: peers })).toEqual({ why: `there is no ${folder}/dist/index.js` });
    await mkdir(join(folder, 'dist'), { recursive: true });
    await writeFile(join(folder, 'dist/index.js'), '');
    expect(awsLambdaDeployFolder({ PEERS: peers })).toBe(folder);
  } finally {
    await rm(peers, { recursive: true });
  }
});
