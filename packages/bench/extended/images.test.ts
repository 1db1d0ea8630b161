import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Figure } from '../src/figure.ts';
import { root } from '../src/root.ts';

// Needs `registry`, `crane`, `oras` and `skopeo` on the PATH.

test('a small image is copied by all, far away and near, whole and with layers that are mounted', async () => {
  const main = path.join(root, 'packages/bench/src/main.ts');
  const small = ['--runs', '1', '--layers', '4', '--megabytes', '8'];
  const { PEERS: _, ...env } = process.env;
  const options = { env, maxBuffer: 1 << 24 };
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'images', '--json', ...small], options);
  const figures: Figure[] = JSON.parse(stdout);
  expect(figures).toHaveLength(22);
  for (const { ours, theirs } of figures) expect([ours, theirs]).toEqual([expect.any(Number), expect.any(Number)]);
  const [bytes] = figures.filter(({ figure }) => figure.endsWith('bytes sent'));
  // Questions and manifests are some of it where there is so little.
  expect(bytes?.ratio).toBeLessThan(0.51);
}, 300_000);
