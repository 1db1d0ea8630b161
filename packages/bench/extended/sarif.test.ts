import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Figure } from '../src/figure.ts';
import { root } from '../src/root.ts';

/** What is measured here of a busy machine at its worst: twice and more of what a quiet one has. */
const MOST: Readonly<Record<string, number>> = { 'the limit': 5, 'sarif-multitool merge': 1 };

test('25,000 results are held to a time, and to what the multitool takes', async () => {
  const main = path.join(root, 'packages/bench/src/main.ts');
  const args = [main, 'sarif', '--only', 'small', '--json', '--runs', '3'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 24 });
  const figures: Figure[] = JSON.parse(stdout);
  for (const figure of figures) {
    expect(Object.keys(figure)).toEqual(['figure', 'unit', 'ours', 'peer', 'theirs', 'ratio', 'expected']);
    expect(figure.ours).toBeGreaterThan(0);
  }
  const held = figures.filter(({ peer, figure }) => peer in MOST && figure.includes('wall clock'));
  expect(held.map(({ peer }) => peer)).toEqual(expect.arrayContaining(Object.keys(MOST)));
  expect(held.filter(({ peer, ratio }) => ratio === null || ratio > (MOST[peer] ?? 0))).toEqual([]);
}, 300_000);
