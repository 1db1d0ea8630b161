import { refuse } from '../refusal.ts';
import { type Analysis, setOf } from './analyses.ts';
import type { ShownPlace } from './sarif/places.ts';
import type { Level, ShownRule } from './sarif/rules.ts';
import type { ScannedResult, Tool } from './sarif/runs.ts';

/** An alert on one ref, from one category. */
export interface Instance {
  readonly ref: string;
  readonly category: string;
  readonly state: 'open' | 'fixed';
  readonly commit: string;
  readonly message: string;
  readonly place: ShownPlace;
  /** Milliseconds since the epoch, as all times here. */
  readonly updated: number;
  readonly fixed: number | null;
}

/** Why a person closed it. */
export interface Dismissal {
  readonly reason: string;
  readonly comment: string | null;
  readonly at: number;
}

/**
 * An alert, the same on all refs and in all categories: an alert that is fixed in one category and still there in another is open
 * (https://github.com/racket/racket/pull/5230). Identity is tool, rule, path and fingerprint: the hash is "a stable intra-file
 * location, which is combined with the repository, file path, and rule data to form the full identity".
 */
export interface Alert {
  readonly number: number;
  readonly tool: Tool;
  readonly rule: ShownRule;
  readonly level: Level;
  readonly path: string;
  readonly fingerprint: string;
  readonly created: number;
  readonly dismissed?: Dismissal;
  readonly instances: readonly Instance[];
}

/** The alerts of the repository. */
export interface Alerts {
  readonly count: number;
  all(): readonly Alert[];
  /** 404 for a number that is none. */
  get(number: number): Alert;
  /** What an analysis found opens, or stays open; what its set had on this ref and it has not, is fixed. */
  follow(
    set: Pick<Analysis, 'tool' | 'category' | 'ref' | 'commit'>,
    results: readonly ScannedResult[],
    now: number,
  ): void;
  /** How many of these are none yet. */
  added(tool: Tool, results: readonly ScannedResult[]): number;
  dismiss(number: number, dismissal: Dismissal | undefined): Alert;
}

/** Starts with what an earlier start left. */
export function alerts(kept: readonly Alert[] = []): Alerts {
  const all = new Map(kept.map((alert) => [keyOf(alert.tool, alert), alert]));
  const numbers = new Map(kept.map((alert) => [alert.number, keyOf(alert.tool, alert)]));
  /** The keys of what is open in each set of analyses. */
  const openIn = new Map<string, Set<string>>();
  for (const [key, { tool, instances }] of all)
    for (const { state, ref, category } of instances) {
      if (state !== 'open') continue;
      const set = setOf({ ref, category, tool });
      openIn.set(set, (openIn.get(set) ?? new Set()).add(key));
    }
  const at = (number: number) => all.get(numbers.get(number) ?? '') ?? refuse(404, 'Not Found');
  return {
    get count() {
      return all.size;
    },
    all: () => [...all.values()],
    get: at,
    added: (tool, results) =>
      new Set(results.map((result) => resultKey(tool, result)).filter((key) => !all.has(key))).size,
    follow(set, results, now) {
      const { ref, category, tool, commit } = set;
      const found = new Map(results.map((result) => [resultKey(tool, result), result]));
      for (const [key, result] of found) {
        const { rule, level, message, place } = result;
        const known = all.get(key);
        const open: Instance = { ref, category, state: 'open', commit, message, place, updated: now, fixed: null };
        const instances = [...(known?.instances ?? []).filter((each) => !isOf(each, set)), open];
        const number = known?.number ?? numbers.size + 1;
        numbers.set(number, key);
        const { path } = place;
        const fresh = { number, tool, path, fingerprint: result.fingerprint, created: now };
        all.set(key, { ...(known ?? fresh), tool, rule, level, instances });
      }
      for (const key of openIn.get(setOf(set)) ?? []) {
        const alert = found.has(key) ? undefined : all.get(key);
        if (!alert) continue;
        const fixed = { state: 'fixed', commit, updated: now, fixed: now } as const;
        const instances = alert.instances.map((each) => (isOf(each, set) ? { ...each, ...fixed } : each));
        all.set(key, { ...alert, instances });
      }
      openIn.set(setOf(set), new Set(found.keys()));
    },
    dismiss(number, dismissal) {
      const { dismissed: _, ...rest } = at(number);
      const alert = dismissal ? { ...rest, dismissed: dismissal } : rest;
      all.set(keyOf(alert.tool, alert), alert);
      return alert;
    },
  };
}

type Identity = { readonly rule: ShownRule; readonly path: string; readonly fingerprint: string };

const keyOf = (tool: Tool, { rule, path, fingerprint }: Identity) =>
  JSON.stringify([tool.name, rule.id, path, fingerprint]);

const resultKey = (tool: Tool, { rule, place, fingerprint }: ScannedResult) =>
  keyOf(tool, { rule, path: place.path, fingerprint });

const isOf = (instance: Instance, { ref, category }: Pick<Analysis, 'ref' | 'category'>) =>
  instance.ref === ref && instance.category === category;

/** What an alert is on a ref; nothing where it never was on it. */
export function stateOn(alert: Alert, ref: string): 'open' | 'fixed' | 'dismissed' | undefined {
  const there = alert.instances.filter((each) => each.ref === ref);
  if (there.length === 0) return undefined;
  if (alert.dismissed) return 'dismissed';
  return there.some(({ state }) => state === 'open') ? 'open' : 'fixed';
}
