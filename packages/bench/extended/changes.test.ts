import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Figure } from '../src/figure.ts';
import { root } from '../src/root.ts';

/** What is measured here of a busy machine at its worst: twice and more of what a quiet one has. */
const MOST_OF_FLOOR: Readonly<Record<string, number>> = {
  '10 of 200 files: wall clock, fastest': 5,
  '20000 of 50000 files: wall clock, fastest': 6,
  '10 of 200 files: peak memory': 1.3,
  '20000 of 50000 files: peak memory': 2,
};

test('without peers we are held against Node that only starts git, and against ourselves', async () => {
  const main = path.join(root, 'packages/bench/src/main.ts');
  const { PEERS: _, ...env } = process.env;
  const options = { env, maxBuffer: 1 << 24 };
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'changes', '--json', '--runs', '9'], options);
  const figures: Figure[] = JSON.parse(stdout);
  for (const figure of figures) {
    expect(Object.keys(figure)).toEqual(['figure', 'unit', 'ours', 'peer', 'theirs', 'ratio', 'expected']);
    expect(figure.ours).toBeGreaterThan(0);
    if (/^(?:paths-filter|changed-files)/.test(figure.peer))
      expect(figure).toMatchObject({ theirs: null, ratio: null });
    else expect(figure.theirs).toBeGreaterThan(0);
  }
  const tooMuch = figures.filter(({ figure, peer, ratio, expected }) => {
    const most = peer.startsWith('Node') ? MOST_OF_FLOOR[figure] : figure.endsWith('median') ? undefined : expected;
    return typeof most === 'number' && ratio !== null && ratio > most;
  });
  expect(tooMuch).toEqual([]);
  expect(figures.filter(({ peer, figure }) => peer.startsWith('Node') && figure in MOST_OF_FLOOR)).toHaveLength(4);
}, 300_000);
