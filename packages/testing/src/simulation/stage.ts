import type { Clock } from '@actions-aws/action';
import type { Stream } from '@actions-aws/action/http';
import type { LocalAws, Waiting } from '@actions-aws/local-aws';
import type { Others } from '../sweeps/crashes.ts';
import { type Connect, type SimulatedProcess, simulatedProcess } from './simulated-process.ts';

/** What a process has that is simulated in this one. */
export interface Means {
  readonly connect: Connect;
  /** Makes the requests that no SDK makes. */
  readonly stream: Stream;
  readonly clock: Clock;
  /** Aborts on cancellation. */
  readonly signal: AbortSignal;
}

/** What it does. */
export type Work<Result> = (means: Means) => Promise<Result>;

/** Work under way. */
export interface Running<Result = unknown> {
  readonly name: string;
  readonly accessKeyId: string;
  /** Never settles when it was killed. */
  readonly ended: Promise<Result>;
  readonly state: 'running' | 'ended' | 'killed';
  /** Its requests that wait for a decision, in an order that does not depend on the machine. */
  readonly parked: readonly Waiting[];
  /** Whether time has to pass before it goes on. */
  readonly asleep: boolean;
  /** What a workflow's cancellation does. */
  cancel(reason: unknown): void;
}

/** What becomes of a request that is parked when its sender is killed: it was lost on the way, has its effect all the same, or stays parked. */
export type Fate = Others | 'parked';

/**
 * A local cloud whose clock is stepped, and on which several processes act that are simulated in this one. Every request of theirs is parked, and
 * goes on when it is told to; time stands still until it is let pass.
 */
export interface Stage {
  /** Begins work under a name of its own. */
  start<Result>(name: string, work: Work<Result>): Running<Result>;
  /** All that run or have run, in the order of their start; of those of one name only the last. */
  readonly cast: readonly Running[];
  /** Resolves when none can go on by itself: each has parked its requests, sleeps, or has ended. Exact; nothing is waited out. */
  rest(): Promise<void>;
  /** Lets a request go on, and resolves at rest. */
  proceed(request: Waiting): Promise<void>;
  /** Lets time pass until one wakes, and resolves at rest; `false` when none sleeps. */
  pass(): Promise<boolean>;
  /**
   * Lets one go on, at rest after each request and each stretch of time, until something holds.
   *
   * @throws where it can go on no more before that.
   */
  until(running: Running, holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets all go on, the one that started first before the others, until all have ended. */
  finish(): Promise<void>;
  /** Kills at rest, as SIGKILL does a process, and resolves at rest. Requests are `lost` unless said otherwise. */
  kill(running: Running, fate?: (request: Waiting) => Fate): Promise<void>;
  /** Kills all that still run, and forgets them. */
  clear(): Promise<void>;
}

/** Of the machine's time: code that runs this long without a request or a sleep never ends, or waits for what is not counted. */
const RESTLESS_MS = 20_000;

/** What access keys begin with that the stage hands out: the journal tells by it who called. */
const PROCESS_KEY = 'AKIASTAGE';

/** The access key of what runs under a name. */
export function accessKeyOf(name: string): string {
  return `${PROCESS_KEY}${name.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
}

interface Role extends Running {
  readonly process: SimulatedProcess;
  state: Running['state'];
  parked: readonly Waiting[];
}

/** Sets the stage on a cloud that was started with `scale: 0`. */
export async function stageOn(cloud: LocalAws): Promise<Stage> {
  if (cloud.clock.scale !== 0) throw new Error('A stage needs a cloud whose clock is stepped: start it with scale 0.');
  const { control } = cloud;
  let cast: Role[] = [];
  let changes = 0;
  let wake = () => {};
  const changed = () => {
    changes += 1;
    wake();
  };
  await control.park({ accessKeyId: `${PROCESS_KEY}*` });

  function next(): Promise<void> {
    return new Promise((resolve, reject) => {
      const restless = cast.filter(({ state }) => state === 'running').map(({ name }) => name);
      const timer = setTimeout(
        () => reject(new Error(`${restless.join(', ')} did not come to rest within ${RESTLESS_MS / 1000} s`)),
        RESTLESS_MS,
      );
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function rest(): Promise<void> {
    for (;;) {
      const seen = changes;
      // After every microtask: what was answered has made all the requests that follow from it.
      await new Promise((resolve) => setImmediate(resolve));
      const parked = await control.parked();
      const ofRole = (role: Role) => parked.filter(({ accessKeyId }) => accessKeyId === role.accessKeyId);
      if (cast.every((role) => role.process.atRest(ofRole(role).length))) {
        for (const role of cast) role.parked = [...ofRole(role)].sort(byWhat);
        return;
      }
      if (changes === seen) await next();
    }
  }

  const stage: Stage = {
    get cast() {
      return cast;
    },

    start<Result>(name: string, work: Work<Result>) {
      const accessKeyId = accessKeyOf(name);
      // The cloud tells them apart by their access key alone.
      if (
        cast.some((role) => role.accessKeyId === accessKeyId && (role.state === 'running' || role.parked.length > 0))
      ) {
        throw new Error(`${name} runs already, or left requests that are still parked`);
      }
      cast = cast.filter((role) => role.accessKeyId !== accessKeyId);
      const one = simulatedProcess(cloud, accessKeyId, changed);
      const cancelled = new AbortController();
      const ended = work({ connect: one.connect, stream: one.stream, clock: one.clock, signal: cancelled.signal });
      const role: Role & Running<Result> = {
        name,
        accessKeyId,
        process: one,
        ended,
        state: 'running',
        parked: [],
        get asleep() {
          return one.asleep() > 0;
        },
        cancel: (reason) => cancelled.abort(reason),
      };
      const end = () => {
        if (role.state === 'running') role.state = 'ended';
        one.end();
      };
      ended.then(end, end);
      cast.push(role);
      return role;
    },

    rest,

    async proceed({ id }) {
      await control.proceed(id);
      await rest();
    },

    async pass() {
      const due = cloud.clock.due();
      if (due === undefined || !cast.some(({ state, asleep }) => state === 'running' && asleep)) return false;
      await cloud.clock.advance(Math.max(0, due - cloud.clock.now()));
      await rest();
      return true;
    },

    async until(running, holds) {
      await rest();
      while (!(await holds())) {
        const [next] = running.parked;
        if (next) await stage.proceed(next);
        else if (!(await stage.pass()))
          throw new Error(`${running.name} goes on no more, before what it was to come to`);
      }
    },

    async finish() {
      await rest();
      for (;;) {
        const next = cast.flatMap(({ state, parked }) => (state === 'running' ? parked : []))[0];
        if (next) await stage.proceed(next);
        else if (cast.every(({ state }) => state !== 'running')) return;
        else if (!(await stage.pass())) throw new Error(stuck(cast));
      }
    },

    async kill(running, fate = () => 'lost') {
      await rest();
      const role = cast.find((one) => one === running);
      if (role?.state !== 'running') throw new Error(`${running.name} does not run any more`);
      role.state = 'killed';
      role.process.kill();
      for (const request of role.parked) {
        const end = fate(request);
        if (end === 'lost') await control.drop(request.id);
        if (end === 'applied') await stage.proceed(request);
      }
      await rest();
    },

    async clear() {
      for (const role of cast) if (role.state === 'running') await stage.kill(role);
      for (const { id } of cast.flatMap(({ parked }) => parked)) await control.drop(id);
      cast = [];
    },
  };
  return stage;
}

/** Why nothing more will happen. */
export function stuck(cast: readonly Running[]): string {
  const names = cast.filter(({ state }) => state === 'running').map(({ name }) => name);
  return `${names.join(' and ')} waits for what can no longer happen: no request of it is under way, and it does not sleep`;
}

/** Requests that were sent at once arrive in the order in which the SDK happens to have prepared them. */
function byWhat(a: Waiting, b: Waiting): number {
  const [one, other] = [a, b].map(({ service, operation, resource }) => `${service} ${operation} ${resource}`);
  return one === other ? a.occurrence - b.occurrence : (one ?? '') < (other ?? '') ? -1 : 1;
}
