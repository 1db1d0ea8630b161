import { type Outcome, outcomeOfFailure, type Plan } from '@actions-aws/promotion';
import type { Blob, Referrer } from '@actions-aws/registry';
import type { Item, Observed, Step } from './state.ts';

/**
 * All that is left to do, in order: first what the image is made of, from the bottom up, then what refers to it, and tags last.
 * While blobs come, manifests are written already whose own are there; the plan after them has the rest. So a tag never names an image that is not whole, and a run that is killed leaves what the next one finds. Asked again after
 * each step, so only the first one is ever applied.
 */
export function plan(observed: Observed): Plan<Step> {
  if (observed.failure) return { steps: [] };
  return { steps: [...copy(observed), ...name(observed)] };
}

/** Whether the image has all that was asked for, one tag at least: then an earlier run passed the gates, and this one writes nothing. */
export function isFinished(observed: Observed): boolean {
  const { tags, moving, failure } = observed;
  return !failure && tags.size + moving.length > 0 && plan(observed).steps.length === 0;
}

function copy(observed: Observed): readonly Step[] {
  const { destination, items, copied, isCompared } = observed;
  const missing = missingItems(observed);
  const blobs = missingBlobs(observed);
  const unlisted = unlistedReferrers(observed);
  const subjects = [...new Set(unlisted.flatMap(({ about }) => about?.subject ?? []))];
  const isChanged = missing.length > 0 || copied.size > 0 || unlisted.length > 0;
  const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
  return [
    ...(destination === 'absent' && items.length > 0 ? [{ do: 'create' } as const] : []),
    ...(blobs.length > 0 ? [{ do: 'blobs', count: blobs.length, bytes } as const] : []),
    ...inOrder(missing, observed),
    ...(subjects.length > 0 ? [{ do: 'record', subjects } as const] : []),
    ...(isChanged && !isCompared ? [{ do: 'compare', count: comparedItems(observed).length } as const] : []),
  ];
}

/** Manifests that are still to come. */
export function missingItems({ items, here, left }: Pick<Observed, 'items' | 'here' | 'left'>): readonly Item[] {
  return items.filter(({ digest }) => !here.has(digest) && !left.some((one) => one.digest === digest));
}

/** Blobs that are still to come, each once, the largest first: then none is waited for at the end alone. */
export function missingBlobs(observed: Observed): readonly Blob[] {
  const all = missingItems(observed).flatMap(({ blobs }) => blobs);
  const each = new Map(all.filter(({ digest }) => !observed.brought.has(digest)).map((blob) => [blob.digest, blob]));
  return [...each.values()].sort((a, b) => b.size - a.size);
}

/** Whether a referrer is found by a list, and not only by the tag that cosign gave it. */
export function isListed({ found }: Pick<Referrer, 'found'>): boolean {
  return found !== 'cosign-tag';
}

/** Referrers that the destination does not list yet, as far as they come along. */
export function unlistedReferrers({ items, listed, left }: Observed): readonly Item[] {
  return items.filter(
    ({ digest, about }) =>
      about && isListed(about.referrer) && !listed.has(digest) && !left.some((one) => one.digest === digest),
  );
}

/** What is read again at the end: all that goes along, also what an earlier run wrote. */
export function comparedItems({ items, left }: Observed): readonly Item[] {
  return items.filter(({ digest }) => !left.some((one) => one.digest === digest));
}

const ROLES = ['child', 'image', 'referrer'] as const;

/** One step for all manifests that wait for none that is missing, and so on: first what the image is made of. */
function inOrder(missing: readonly Item[], { here }: Observed): readonly Step[] {
  const steps: Step[] = [];
  const there = new Set(here);
  for (const role of ROLES) {
    let waiting = missing.filter((item) => item.role === role);
    while (waiting.length > 0) {
      const ready = waiting.filter(({ after }) => after.every((digest) => there.has(digest)));
      // What waits for what is left behind is left behind, too, by the step that finds that out.
      if (ready.length === 0) break;
      steps.push({ do: 'manifests', role, digests: ready.map(({ digest }) => digest) });
      for (const { digest } of ready) there.add(digest);
      waiting = waiting.filter((item) => !ready.includes(item));
    }
  }
  return steps;
}

/** The tag that is written first, if one is. */
export function firstTag(observed: Observed): string | undefined {
  const [first] = name(observed);
  return first?.tag;
}

function name({ digest, tags, moving }: Observed): readonly Extract<Step, { readonly tag: string }>[] {
  return [
    ...[...tags].flatMap(([tag, held]) => (held.digest === digest ? [] : [{ do: 'tag', tag } as const])),
    ...moving.flatMap(({ tag, now }) =>
      now.digest === digest ? [] : [{ do: 'move', tag, from: now.digest } as const],
    ),
  ];
}

/** How it ended, once nothing is left to do. `planned` is what was left to do at the start. */
export function outcomeOf({ failure, unreadable }: Observed, planned: readonly Step[]): Outcome {
  if (!failure) return planned.length > 0 ? 'promoted' : 'noop';
  if (unreadable) return 'unknown';
  return outcomeOfFailure(failure);
}
