import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Figure } from '../src/figure.ts';
import { root } from '../src/root.ts';

// Needs `aws` in PATH. Whether expectations hold is for a quiet machine and for its whole length: this is whether it runs.
const minutes = 5;

test(
  'the benchmark measures us and the script, with little of everything, and says what it could not measure',
  async () => {
    const main = path.join(root, 'packages/bench/src/main.ts');
    const little = ['--functions', '2', '--runs', '1', '--starts', '2'];
    const { PEERS: _, BASELINE: __, ...env } = process.env;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [main, 'lambda', '--json', ...little], {
      env,
    });
    expect(stderr).toContain('AWS CLI script, 2 functions:');
    const figures: Figure[] = JSON.parse(stdout);
    for (const figure of figures) {
      expect(Object.keys(figure)).toEqual(['figure', 'unit', 'ours', 'peer', 'theirs', 'ratio', 'expected']);
      expect(figure.ours).toBeGreaterThan(0);
      if (/^(?:aws-lambda-deploy|the build in BASELINE)/.test(figure.peer))
        expect(figure).toMatchObject({ theirs: null, ratio: null });
      else expect(figure.theirs).toBeGreaterThan(0);
    }
    expect(figures.filter(({ peer }) => peer === 'AWS CLI script')).toHaveLength(5);
  },
  minutes * 60_000,
);

test('the starts alone are held against another build, here against the same', async () => {
  const main = path.join(root, 'packages/bench/src/main.ts');
  const env = { ...process.env, BASELINE: path.join(root, 'actions/lambda-promote/dist') };
  const args = [main, 'lambda', '--json', '--only', 'start-up', '--starts', '2'];
  const figures: Figure[] = JSON.parse((await promisify(execFile)(process.execPath, args, { env })).stdout);
  const against = figures.filter(({ peer }) => peer === 'the build in BASELINE');
  expect(against.map(({ figure }) => figure)).toEqual([
    'start-up to the first AWS request, fastest',
    'start-up to the first AWS request, median',
  ]);
  for (const { theirs, expected } of against) expect([theirs && theirs > 0, expected]).toEqual([true, 0.75]);
  expect(figures.some(({ figure }) => figure.includes('wall clock'))).toBe(false);
}, 120_000);
