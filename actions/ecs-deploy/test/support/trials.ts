import { scopeOf, seedNumber, type Trial } from '@actions-aws/testing';
import {
  comeToRest,
  type EcsWorldOptions,
  ecsDomain,
  ecsPointer,
  ecsUsers,
  ecsView,
  type Version,
  wrongWithoutDeployer,
} from '@actions-aws/testing/ecs';
import { stepOf, type World, world } from './world.ts';

/** How a trial differs from the usual. */
interface Differs {
  readonly options?: EcsWorldOptions;
  readonly inputs?: Readonly<Record<string, string>>;
  /** What is wrong with the candidate. */
  readonly arrange?: (world: World) => Promise<unknown>;
  /** The share of the users that may meet it, in steps that begin with each answer to a pause. */
  readonly shares?: readonly number[];
  /** What may be live where it is killed and never run again; not said where users may be left on what was not proved. */
  readonly alone?: readonly Version[];
}

/** Requests at each look of the users: where none or all may meet the candidate, few tell as much as where a share may. */
const FEW = 4;
const MANY = 10;
/** A run has as long as its pauses last, as by default; what lasts is waited out until then, and 30 minutes would prove no more. */
const MINUTES = 8;
/** What ECS takes from where a run is killed to its next pause, and back from there: it starts tasks, and shifts traffic. */
const MOVES_MINUTES = 3;

function trial(
  name: string,
  { options = {}, inputs = {}, arrange, shares = [0, 1], alone }: Differs = {},
): Trial<World> {
  const given = { timeout: `${MINUTES}m`, ...inputs };
  const { timeoutMinutes: lease = MINUTES } = options;
  return {
    name,
    purpose: 'promote',
    domain: ecsDomain,
    async world(scale) {
      // What AWS leaves open is drawn with the cases.
      const seed = seedNumber(scopeOf(), name);
      const made = await world({ scale, seed, quick: true, drainSeconds: 3, timeoutMinutes: MINUTES, ...options });
      await arrange?.(made);
      return made;
    },
    step: (made) => stepOf(made, { inputs: given }),
    async settled(made) {
      // An update that arrives late waits at its pause until that has timed out.
      await comeToRest(made, 90);
      return ecsView(made);
    },
    pointer: ecsPointer,
    ...(alone && {
      leftAlone: (made) =>
        wrongWithoutDeployer(made, {
          allowed: alone,
          minutes: lease + MOVES_MINUTES,
          next: async () => (await made.deployBy({ version: 'v0', run: 58, inputs: given })).outputs.outcome ?? '',
        }),
    }),
    users: (made) => ecsUsers(made, { shares: { v1: shares }, requests: shares.every(Number.isInteger) ? FEW : MANY }),
  };
}

/** The last proof is at a pause as well, before old tasks go. */
const PAUSES: EcsWorldOptions = {
  hooks: ['POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
  configuration: { bakeTimeInMinutes: 0 },
};

/** New tasks take the place of those that are live. */
export const usualDeployment = trial('a deployment', { options: PAUSES, alone: ['v0', 'v1'] });

/** The same where the last proof is in the bake time, which no pause holds: who is killed then leaves users on what passed its smoke test alone. */
export const baking = trial('a deployment with a bake time');

/** A newer run finds its content live, and notes its number there. */
export const finding: Trial<World> = trial('a deployment of what is live', {
  options: PAUSES,
  arrange: (made) => made.deployBy({ version: 'v1', run: 55 }),
  shares: [1],
  alone: ['v1'],
});

/** New tasks that fail their smoke test: users never meet them. */
export const rejection = trial('a deployment that is rejected', {
  options: PAUSES,
  arrange: (made) => made.script('v1', { answers: { paths: { '/version': { status: 500 } } } }),
  shares: [0],
  alone: ['v0'],
});

/** New tasks that do not come up: no pause comes whose timeout would end that. */
export const hanging = trial('a deployment that hangs', {
  arrange: (made) => made.script('v1', { startsAfterMs: 86_400_000 }),
  shares: [0],
  alone: ['v0'],
});

const FAILS_FOR_USERS: Differs = {
  arrange: (made) => made.script('v1', { answers: { paths: { '/checkout': { status: 500 } } } }),
  inputs: { verify: 'GET /checkout' },
};

/** They get all users, fail for them, and are taken back at the last pause, while the old ones still run. */
export const undoing = trial('a deployment that is taken back', {
  ...FAILS_FOR_USERS,
  options: PAUSES,
  alone: ['v0'],
});

/** The same in the bake time: it is stopped. */
export const stopping = trial('a deployment that is stopped', FAILS_FOR_USERS);

/** Half of the users have them for a time, before all do. */
export const canary = trial('a canary', {
  options: {
    strategy: 'LINEAR',
    hooks: ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
    configuration: { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 0 }, bakeTimeInMinutes: 0 },
  },
  inputs: { canary: '50%/1m', settle: '0s', alarms: 'none' },
  shares: [0, 0.5, 1],
  alone: ['v0', 'v1'],
});

/** A share that the strategy stops at once, behind three pauses. */
export const canaryOfOne = trial('a canary of one share', {
  options: {
    strategy: 'CANARY',
    hooks: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
    configuration: { canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 0 }, bakeTimeInMinutes: 0 },
  },
  inputs: { canary: '20%/1m', settle: '0s', alarms: 'none' },
  shares: [0, 0, 0.2, 1],
  alone: ['v0', 'v1'],
});

/** For tests of its own a run ends where no user has the new tasks; no call goes on, so that the timeout of the pause takes them back. */
export const holding = trial('a deployment that is held', {
  options: PAUSES,
  inputs: { until: 'staged' },
  shares: [0],
  alone: ['v0'],
});

/** The same where half of the users have them. */
export const holdingAtShare = trial('a canary that is held', {
  options: {
    strategy: 'LINEAR',
    hooks: ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
    configuration: { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 0 }, bakeTimeInMinutes: 0 },
  },
  inputs: { canary: '50%/1m', settle: '0s', alarms: 'none', until: '50%' },
  shares: [0, 0.5],
  alone: ['v0'],
});

/** A second call goes on from there. */
export const goingOn = trial('a deployment that was held', {
  options: PAUSES,
  arrange: (made) => made.deployBy({ run: 56, inputs: { until: 'staged' } }),
  alone: ['v0', 'v1'],
});

/** An older run's deployment is held, and none goes on from there. */
const HELD_BY_ANOTHER: Differs = {
  options: { ...PAUSES, timeoutMinutes: 2 },
  arrange: (made) => made.deployBy({ version: 'v2', run: 56, inputs: { until: 'staged' } }),
  alone: ['v0', 'v1'],
};

/** It is waited for, until its pause has timed out. */
export const waiting = trial('a deployment that waits for an older one', HELD_BY_ANOTHER);

/** It is rolled back first. */
export const replacing = trial('a deployment that replaces an older one', {
  ...HELD_BY_ANOTHER,
  inputs: { 'when-busy': 'replace' },
});

/** Without a load balancer, new tasks meet the work. */
export const worker = trial("a worker's deployment", { options: { worker: true }, shares: [1] });

/** They fail, and the circuit breaker takes them back. */
export const crashingWorker = trial("a worker's deployment that crashes", {
  options: { worker: true, guesses: { breakerCountsExits: true } },
  arrange: (made) => made.script('v1', { exits: { afterMs: 2_000, code: 1 } }),
  shares: [1],
  alone: ['v0'],
});

/** New tasks replace the old ones one by one. */
export const rolling = trial('a rolling deployment', { options: { strategy: 'ROLLING' }, shares: [1] });

/** The same, by deployments that pause: that way back as well, and nothing but the run answers it. */
export const rollingBackPausing = trial('a rolling deployment that pauses, and is taken back', {
  options: { strategy: 'ROLLING', hooks: ['POST_SCALE_UP'] },
  arrange: (made) => made.script('v1', { answers: { paths: { '/version': { status: 500 } } } }),
  shares: [1],
});

/** They fail once they have replaced the old ones, which takes a whole deployment back. */
export const rollingBack = trial('a rolling deployment that is taken back', {
  options: { strategy: 'ROLLING' },
  arrange: (made) => made.script('v1', { answers: { paths: { '/version': { status: 500 } } } }),
  shares: [1],
});
