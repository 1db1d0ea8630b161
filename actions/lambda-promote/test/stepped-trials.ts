import { lambdaView, type Trial, type Users, usersWhenAsked } from '@actions-aws/testing';
import { type Deploys, rollback, type SteppedWorld, stepOf, steppedWorld } from './stepped-world.ts';

/** A trial on a stepped clock; `versions` are those that users may meet. */
function trial(does: Deploys, count: number, versions: readonly string[], live = true): Trial<SteppedWorld> {
  return {
    purpose: does.action === rollback ? 'rollback' : 'promote',
    world: () => steppedWorld({ count, live }),
    step: (world) => stepOf(world, does),
    settled: ({ lambda, functions }) => Promise.all(functions.map((name) => lambdaView(lambda, name))),
    async pointer({ functions, alias }) {
      const found = await Promise.all(functions.map((name) => alias('live', name)));
      return found.map((one) => one?.version).join(' ');
    },
    users: ({ cloud, functions }) =>
      everybody(
        functions.map((functionName) =>
          usersWhenAsked({ cloud, functionName, qualifier: 'live' }, { versions, mayBeMissing: !live }),
        ),
      ),
  };
}

function everybody(each: readonly Users[]): Users {
  return {
    async visit() {
      for (const users of each) await users.visit();
    },
    leave: async () => (await Promise.all(each.map((users) => users.leave()))).flat(),
  };
}

const next: Deploys = { inputs: { zip: 'v3.zip', 'keep-versions': '2' }, run: 3, workflow: 'before' };

/** Version 3 takes the place of version 2, and version 1 stays only as where to go back to. */
export const steppedPromotion = trial(next, 1, ['2', '3']);

/** The first promotion, which makes the alias. */
export const steppedFirstPromotion = trial({ inputs: { zip: 'v3.zip' }, run: 3 }, 1, ['1'], false);

/** It moves, fails its checks behind the alias, and moves back. */
export const steppedUndoing = trial({ ...next, inputs: { zip: 'broken-behind-alias.zip' } }, 1, ['2', '3']);

/** Three functions that go to version 3 together. */
export const steppedJointPromotion = trial(next, 3, ['2', '3']);

/** Three functions that go to version 3 together, and back. */
export const steppedJointUndoing = trial({ ...next, inputs: { zip: 'broken-behind-alias.zip' } }, 3, ['2', '3']);

const back: Deploys = { action: rollback, inputs: {}, run: 3, workflow: 'before' };

/** A function goes back from version 2 to version 1. */
export const steppedRollback = trial(back, 1, ['1', '2']);

/** Three functions go back from version 2 to version 1 together. */
export const steppedJointRollback = trial(back, 3, ['1', '2']);
