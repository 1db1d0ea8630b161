import { matching } from './iam.ts';
import type { Authorization } from './service.ts';

/** One request, as the journal keeps it. */
export interface JournalEntry {
  readonly seq: number;
  /** Milliseconds since the epoch, on the local clock. */
  readonly time: number;
  readonly requestId: string;
  readonly service: string;
  /** AWS's name of the operation; what the request named, where AWS has no such operation. */
  readonly operation: string;
  /** What was acted on; empty when the request could not be decoded. */
  readonly resource: string;
  /** This is the k-th request of this operation on this resource by this access key, from 1, since the journal was cleared. */
  readonly occurrence: number;
  readonly account: string;
  readonly region: string;
  /** ARN of the caller; empty when unsigned. */
  readonly principal: string;
  readonly accessKeyId: string;
  /** Every IAM action that AWS would check. */
  readonly iam: readonly Authorization[];
  /** The input, shortened, and without what the model calls sensitive. */
  readonly input: unknown;
  /** The fault that was applied, if any: the rule's id. */
  readonly fault?: string;
  /** Whether the operation ran to its end, so that its effect is there. */
  readonly effect: boolean;
  /** When its effect was there, in milliseconds since the epoch, on the local clock; not there without an effect. */
  readonly effectAt?: number;
  /** HTTP status; not there while the request is open, or when no answer was sent. */
  readonly status?: number;
  /** AWS's code, when an error was answered. */
  readonly error?: string;
  /** The first of `iam` that the caller's policies do not allow, when they do not. */
  readonly denied?: Authorization;
  /** How it ended without an answer. */
  readonly ended?: 'dropped' | 'reset' | 'abandoned';
}

/** What is known of a request when it is noted. */
export type Noted = Omit<JournalEntry, 'seq' | 'occurrence' | keyof Learnt>;

/** What is learnt of it later. */
export type Learnt = Partial<
  Pick<JournalEntry, 'effect' | 'effectAt' | 'fault' | 'status' | 'error' | 'denied' | 'ended'>
>;

/** All requests, in the order in which they arrived. */
export interface Journal {
  /** Notes a request, and gives its place in the order. */
  note(noted: Noted): { readonly seq: number; readonly occurrence: number };
  learn(seq: number, learnt: Learnt): void;
  entries(): readonly JournalEntry[];
  /** As `occurrence` of an entry, but counted on all resources that `pattern` matches; `*` and `?` are wildcards. */
  occurrenceAmong(seq: number, pattern: string): number;
  /** The place of the request that arrived last. */
  newest(): number;
  /** Forgets entries and counts occurrences from 1 again; `seq` goes on. */
  clear(): void;
}

/** Keeps the last `capacity` entries; occurrences are counted over all. */
export function journal(capacity: number): Journal {
  let kept: JournalEntry[] = [];
  let seq = 0;
  const occurrences = new Map<string, number>();
  return {
    note(noted) {
      // By caller: users who invoke a function meanwhile must not shift which of an action's own calls is the k-th.
      const key = `${kindOf(noted)} ${noted.resource}`;
      const occurrence = (occurrences.get(key) ?? 0) + 1;
      occurrences.set(key, occurrence);
      kept.push({ seq: ++seq, ...noted, occurrence, effect: false });
      if (kept.length > capacity) kept.shift();
      return { seq, occurrence };
    },
    learn(of, learnt) {
      const index = kept.findLastIndex((entry) => entry.seq === of);
      if (index >= 0) kept[index] = { ...kept[index]!, ...learnt };
    },
    entries: () => [...kept],
    occurrenceAmong(of, pattern) {
      const entry = kept.find(({ seq }) => seq === of);
      if (!entry) return 0;
      const isLike = matching(pattern);
      return kept.filter((one) => one.seq <= of && isOfKind(one, entry) && isLike(one.resource)).length;
    },
    newest: () => seq,
    clear() {
      kept = [];
      occurrences.clear();
    },
  };
}

/** Whether two calls are the same operation by the same caller. */
function isOfKind(one: Noted, other: Noted): boolean {
  return (
    one.operation === other.operation &&
    one.service === other.service &&
    one.accessKeyId === other.accessKeyId &&
    one.account === other.account &&
    one.region === other.region
  );
}

/** Operation and caller. */
function kindOf({ service, operation, account, accessKeyId, region }: Noted): string {
  return `${service}.${operation} ${account} ${accessKeyId} ${region}`;
}
