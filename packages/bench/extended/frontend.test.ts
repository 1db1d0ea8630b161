import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Figure } from '../src/figure.ts';
import { root } from '../src/root.ts';

// Needs `aws` and `rclone` on the PATH.

test('a small build is uploaded by all, and once more without a change', async () => {
  const main = path.join(root, 'packages/bench/src/main.ts');
  const small = ['--runs', '1', '--files', '400', '--many', '2000'];
  const { PEERS: _, ...env } = process.env;
  const options = { env, maxBuffer: 1 << 24 };
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'frontend', '--json', ...small], options);
  const figures: Figure[] = JSON.parse(stdout);
  expect(figures).toHaveLength(9);
  for (const { ours, theirs } of figures) expect([ours, theirs]).toEqual([expect.any(Number), expect.any(Number)]);
  // Nothing of it depends on the machine: nearly all that is asked is whether something has changed.
  const [requests] = figures.filter(({ unit }) => unit === 'calls');
  expect(requests?.ours).toBeLessThan(60);
}, 300_000);
