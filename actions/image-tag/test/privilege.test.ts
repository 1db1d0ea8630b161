import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { step, type TagWorld, world } from './support/world.ts';

const SHARED = {
  told: ({ outputs, exitCode }: { outputs: Readonly<Record<string, string>>; exitCode: number | null }) => ({
    exitCode,
    state: outputs.state,
  }),
};

/** Reads labels, lists versions, and looks at what may move. */
const there: Errand<TagWorld> = {
  ...SHARED,
  name: 'a look at an image that is there',
  async world() {
    const one = await world();
    await one.push([`sha-${one.source.git('rev-parse', '--short=12', 'HEAD')}-20260314-150926`, 'main'], {});
    return one;
  },
  step: (one) => step(one),
  expected: { exitCode: 0, state: 'present' },
};

/** Tells an archived image from one that is absent. */
const absent: Errand<TagWorld> = {
  ...SHARED,
  name: 'a look at one that is not',
  world: () => world(),
  step: (one) => step(one, { moving: 'none' }),
  expected: { exitCode: 0, state: 'absent' },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = join(import.meta.dirname, '..', 'README.md');
  const { failures } = await leastPrivilege({ policyFrom, errands: [there, absent] });
  expect(failures).toEqual([]);
}, 120_000);
