import { types } from 'node:util';
import type { Visit } from './visit.ts';

/**
 * What a service whose reads are eventually consistent held before its latest writes: what an answer may still show. By
 * resource, for the last few that were written.
 */
export interface Earlier {
  /** The state as it is now, to be kept with `wrote` if the write succeeds. Nothing for a read, or where reads see all writes. */
  now(visit: Visit): unknown;
  /** Keeps the state from before a write. */
  wrote(visit: Visit, before: unknown): void;
  /** A copy of the state from before the last write of what is read, or of what it is a part of, or has parts of. */
  before(visit: Visit): unknown;
  /** What snapshots keep. */
  copy(): EarlierCopy;
  restore(copy?: EarlierCopy): void;
}

/** States by service, account, region and resource; none is ever changed. */
export type EarlierCopy = ReadonlyMap<string, unknown>;

/** As many as a test looks back to. */
const KEPT = 100;

/** Nothing was written yet. */
export function earlier(): Earlier {
  let kept = new Map<string, unknown>();
  return {
    now: ({ route, call }) =>
      route.model.service.eventual && !isRead(call.operation) ? copied(call.state) : undefined,
    wrote(visit, before) {
      if (before === undefined) return;
      const key = keyOf(visit);
      kept.delete(key);
      kept.set(key, before);
      for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
    },
    before(visit) {
      const key = keyOf(visit);
      const isRelated = (other: string) => other === key || other.startsWith(`${key}:`) || key.startsWith(`${other}:`);
      const latest = [...kept.keys()].findLast(isRelated);
      return latest === undefined ? undefined : copied(kept.get(latest));
    },
    copy: () => new Map(kept),
    restore(copy) {
      kept = new Map(copy ?? []);
    },
  };
}

function keyOf({ route, call, resource }: Visit): string {
  return `${route.model.service.name}/${call.account}/${call.region}/${resource}`;
}

function isRead(operation: string): boolean {
  return /^(Get|List|Describe|Invoke)/.test(operation);
}

/** Bytes are shared: archives are put in another's place, never changed. */
function copied(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  // Not by their classes: what was restored may be of another realm's.
  if (types.isMap(value)) return new Map([...value].map(([key, item]) => [key, copied(item)]));
  if (types.isSet(value) || types.isDate(value)) return structuredClone(value);
  if (Array.isArray(value)) return value.map(copied);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)]));
}
