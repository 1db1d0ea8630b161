import type { Instance } from './instance.ts';

/** Warm instances are kept up to this many in all: each holds some 10 MB of this machine. */
const idleLimit = 16;

/** The execution environments of all functions: idle ones are used again, and as many more are started as are needed. */
export interface Fleet {
  /**
   * An idle instance of the deployment, or a new one. `family` is what the deployment is one of: idle instances of its
   * other deployments are ended, for nobody will ask for them again.
   */
  take(family: string, deployment: string, start: () => Leased): Leased;
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

  function endWhere(unwanted: (one: Idle) => boolean): void {
    for (const one of idle.filter(unwanted)) {
      void one.leased.instance.end();
    }
    idle = idle.filter((one) => !unwanted(one));
  }

  return {
    take(family, deployment, start) {
      endWhere((one) => one.family === family && one.deployment !== deployment);
      // The most recently used first: the others may then go cold, as on AWS.
      const index = idle.findLastIndex((one) => one.deployment === deployment && one.leased.instance.alive());
      const leased = index < 0 ? start() : (idle.splice(index, 1)[0] as Idle).leased;
      busy.add(leased);
      return leased;
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
    },
    async end() {
      const all = [...busy, ...idle.map((one) => one.leased)];
      idle = [];
      busy.clear();
      await Promise.all(all.map((leased) => leased.instance.end()));
    },
  };
}
