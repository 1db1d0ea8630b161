import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Figure } from '../src/figure.ts';
import { root } from '../src/root.ts';

// Needs `aws` on the PATH.

test('our exit code is true for a good image and for one that crashes, which a script’s is not', async () => {
  const main = path.join(root, 'packages/bench/src/main.ts');
  const { PEERS: _, ...env } = process.env;
  const options = { env, maxBuffer: 1 << 24 };
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'ecs', '--json', '--runs', '1'], options);
  const figures: Figure[] = JSON.parse(stdout);
  const against = (peer: string) => figures.filter((figure) => figure.peer === peer);
  const script = against('aws ecs wait services-stable');
  expect(script).toHaveLength(6);
  for (const { ours, theirs } of script) expect([ours, theirs]).toEqual([expect.any(Number), expect.any(Number)]);
  const untrue = script.filter(({ unit }) => unit === 'runs').map(({ ours, theirs }) => [ours, theirs]);
  expect(untrue).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect(against('amazon-ecs-deploy-task-definition').map(({ theirs }) => theirs)).toEqual(Array(6).fill(null));
}, 300_000);
