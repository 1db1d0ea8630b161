import { type DeploymentRun, deployComparisons, type RunsOfWay } from '../../src/ecs/comparisons.ts';

const run = (noticedMs: number, calls: number, isTrue = true): DeploymentRun => ({ noticedMs, calls, isTrue });

const ours: RunsOfWay = { good: [run(1_000, 20), run(3_000, 24)], 'crash loop': [run(2_000, 40)] };
const cli = {
  name: 'cli',
  runs: { good: [run(9_000, 4), run(7_000, 4)], 'crash loop': [run(5_000, 4, false)] },
};

test('each candidate has how soon the end was noticed, how many calls it took, and whether the exit code was true', () => {
  expect(deployComparisons(ours, [cli])).toEqual([
    {
      figure: "good: from ECS's end to exit, median",
      unit: 'ms',
      ours: 2_000,
      peer: 'cli',
      theirs: 8_000,
      expected: 0.5,
    },
    { figure: 'good: API calls, median', unit: 'calls', ours: 22, peer: 'cli', theirs: 4 },
    { figure: 'good: exit codes that are not true', unit: 'runs', ours: 0, peer: 'cli', theirs: 0 },
    {
      figure: "crash loop: from ECS's end to exit, median",
      unit: 'ms',
      ours: 2_000,
      peer: 'cli',
      theirs: 5_000,
      expected: 0.5,
    },
    { figure: 'crash loop: API calls, median', unit: 'calls', ours: 40, peer: 'cli', theirs: 4 },
    { figure: 'crash loop: exit codes that are not true', unit: 'runs', ours: 0, peer: 'cli', theirs: 1 },
  ]);
});

test('a peer that ends before ECS has noticed nothing, and one that is not there is not measured', () => {
  const early = { name: 'early', runs: { ...cli.runs, good: [run(-500, 4), run(7_000, 4)] } };
  const absent = { name: 'absent', runs: { why: 'PEERS names no folder of checkouts' } };
  const theirs = deployComparisons(ours, [early, absent])
    .filter(({ figure }) => figure.startsWith('good: from'))
    .map((each) => each.theirs);
  expect(theirs).toEqual([
    { why: 'it ended before ECS in 1 of 2 runs' },
    { why: 'PEERS names no folder of checkouts' },
  ]);
});
