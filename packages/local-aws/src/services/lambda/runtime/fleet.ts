import type { Instance } from './instance.ts';

/** Warm instances are kept up to this many in all: each holds some 17 MB of this machine. */
const idleLimit = 16;
/** More than this at once make no machine faster; who waits may find that an instance has become idle meanwhile. */
const startsAtOnce = 4;
/** Whatever concurrency AWS allows; invocations beyond it wait for one to end. */
const largest = 100;

/** The execution environments of all functions: idle ones are used again, and as many more are started as are needed. */
export interface Fleet {
  /**
   * An idle instance of the deployment, or a new one, as soon as the machine can bear it. `family` is what the deployment
   * is one of: idle instances of its other deployments are ended, for nobody will ask for them again. Rejects when the
   * fleet is ended meanwhile.
   */
  take(family: string, deployment: string, start: () => Leased): Promise<Leased>;
  /** Gives an instance back; one that has ended is forgotten. */
  give(family: string, deployment: string, instance: Leased): void;
  /** Ends all, those at work included. */
  end(): Promise<void>;
}

/** An instance with what outlives one invocation of it. */
export interface Leased {
  readonly instance: Instance;
  readonly logStream: string;
  /** Whether it has run an invocation before. */
  warm: boolean;
}

interface Idle {
  readonly family: string;
  readonly deployment: string;
  readonly leased: Leased;
}

/** An empty fleet. */
export function fleet(): Fleet {
  let idle: Idle[] = [];
  const busy = new Set<Leased>();
  let starting = 0;
  let waiting: { readonly resolve: () => void; readonly reject: (reason: Error) => void }[] = [];

  function wake(): void {
    const woken = waiting;
    waiting = [];
    for (const one of woken) one.resolve();
  }

  function reuse(deployment: string): Leased | undefined {
    // The most recently used first: the others may then go cold, as on AWS.
    const index = idle.findLastIndex((one) => one.deployment === deployment && one.leased.instance.alive());
    return index < 0 ? undefined : idle.splice(index, 1)[0]?.leased;
  }

  function begin(start: () => Leased): Leased {
    const leased = start();
    starting += 1;
    void leased.instance.ready().then(() => {
      starting -= 1;
      wake();
    });
    return leased;
  }

  function endWhere(unwanted: (one: Idle) => boolean): void {
    for (const one of idle.filter(unwanted)) {
      void one.leased.instance.end();
    }
    idle = idle.filter((one) => !unwanted(one));
  }

  return {
    async take(family, deployment, start) {
      endWhere((one) => one.family === family && one.deployment !== deployment);
      for (;;) {
        const free = starting < startsAtOnce && busy.size < largest;
        const leased = reuse(deployment) ?? (free ? begin(start) : undefined);
        if (leased !== undefined) {
          busy.add(leased);
          return leased;
        }
        await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
      }
    },
    give(family, deployment, leased) {
      if (!busy.delete(leased)) {
        return;
      }
      if (leased.instance.alive()) {
        idle.push({ family, deployment, leased });
        const oldest = idle.length > idleLimit ? idle[0] : undefined;
        endWhere((one) => one === oldest);
      }
      wake();
    },
    async end() {
      const all = [...busy, ...idle.map((one) => one.leased)];
      idle = [];
      busy.clear();
      for (const one of waiting) one.reject(new Error('the execution environments have been ended'));
      waiting = [];
      await Promise.all(all.map((leased) => leased.instance.end()));
    },
  };
}
