/** The moment of a request: before its effect, or after it and before the answer. */
export type Moment = 'before' | 'after';

/** A request that stands still until somebody decides. */
export interface Waiting {
  readonly id: string;
  /** Its place in the journal. */
  readonly seq: number;
  readonly service: string;
  readonly operation: string;
  readonly resource: string;
  readonly accessKeyId: string;
  readonly occurrence: number;
  readonly when: Moment;
}

/** `proceed` as if nothing had happened, or `drop`: the socket is destroyed, and what has not happened never will. */
export type Verdict = 'proceed' | 'drop';

/** Where requests wait for a verdict. They stay when their client goes away, as AWS would have received them. */
export interface Gate {
  enter(waiting: Omit<Waiting, 'id'>): Promise<Verdict>;
  waiting(): readonly Waiting[];
  /** Lets one go; throws when none has this id. */
  settle(id: string, verdict: Verdict): void;
  /** Resolves with those that wait once there are `count`; rejects after `timeoutMs` of the machine's time. */
  gathered(count: number, timeoutMs: number): Promise<readonly Waiting[]>;
  /** Drops all that wait. */
  clear(): void;
}

/** Makes a gate; `name` begins the ids of those that wait. */
export function gate(name: string): Gate {
  const inside = new Map<string, { waiting: Waiting; go: (verdict: Verdict) => void }>();
  const watchers = new Set<() => void>();
  let entered = 0;
  const waiting = () => [...inside.values()].map((each) => each.waiting);
  return {
    enter(request) {
      const id = `${name}-${++entered}`;
      return new Promise((go) => {
        inside.set(id, { waiting: { id, ...request }, go });
        for (const watch of watchers) watch();
      });
    },
    waiting,
    settle(id, verdict) {
      const found = inside.get(id);
      if (!found) throw new Error(`no request waits as ${id}; waiting: ${[...inside.keys()].join(', ') || 'none'}`);
      inside.delete(id);
      found.go(verdict);
    },
    gathered(count, timeoutMs) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          watchers.delete(watch);
          reject(new Error(`${inside.size} of ${count} requests were ${name} within ${timeoutMs} ms`));
        }, timeoutMs);
        function watch(): void {
          if (inside.size < count) return;
          clearTimeout(timer);
          watchers.delete(watch);
          resolve(waiting());
        }
        watchers.add(watch);
        watch();
      });
    },
    clear() {
      for (const { go } of inside.values()) go('drop');
      inside.clear();
    },
  };
}
