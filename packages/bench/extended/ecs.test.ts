import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { type Figure, verdictOn } from '../src/figure.ts';
import { root } from '../src/root.ts';

// Needs `aws` on the PATH; with PEERS, a folder that has a checkout of the official action, that is held against as well.

test('our exit code is true for a good image and for one that crashes, which a script’s is not', async () => {
  const main = path.join(root, 'packages/bench/src/main.ts');
  const { PEERS } = process.env;
  const options = { maxBuffer: 1 << 24 };
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
  const official = against('amazon-ecs-deploy-task-definition');
  expect(official).toHaveLength(6);
  if (!PEERS) expect(official.map(({ theirs }) => theirs)).toEqual(Array(6).fill(null));
  // From ECS's end to ours it takes half as long as a peer that is there, at the most.
  const judged = figures.filter((figure) => verdictOn(figure) !== 'open');
  expect(judged.length).toBeGreaterThan(0);
  expect(judged.filter((figure) => verdictOn(figure) === 'missed')).toEqual([]);
}, 300_000);
