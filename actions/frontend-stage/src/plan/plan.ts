import { isSameRun, kindOf, type Plan } from '@actions-aws/promotion';
import {
  type Clash,
  isServedAlike,
  type Manifest,
  placeOf,
  type ReleaseFile,
  toCarry,
  withCarried,
} from '@actions-aws/site';
import { refusal } from './refusal.ts';
import type { Desired, Observed, SeenPointer, Step } from './state.ts';

/** How staging ended: the words of every action of the suite, and `staged`. */
export type StageOutcome = 'staged' | 'noop' | 'planned' | 'superseded' | 'failed' | 'unknown';

/** All that is left to do, in order. */
export function plan(observed: Observed, desired: Desired): Plan<Step> {
  if (refusal(observed, desired)) return { steps: [] };
  const { build } = desired;
  const { release, test, isNoted, moved, isSpread, isServed } = observed;
  const steps: Step[] = [];
  if (!release && !observed.isUploaded) {
    const bytes = build.files.reduce((sum, { size }) => sum + size, 0);
    steps.push({ do: 'upload', release: build.id, files: build.files.length, bytes });
  }
  steps.push(...carrying(observed, desired));
  if (!release) steps.push({ do: 'commit', release: build.id });
  const toMove = !isThere(test, build);
  if (toMove) {
    if (!isNoted) steps.push({ do: 'note', from: test.release, to: build.id });
    steps.push({ do: 'move', from: test.release, to: build.id });
  }
  // What another run has moved there, and waited for, is waited for by that one.
  const isToSpread = toMove || moved || !test.deployed || isOurs(test, desired);
  // Of a store AWS tells nothing that could be waited for, and paths in the cache name their release.
  if (!isSpread && isToSpread && test.kind === 'origin-path') steps.push({ do: 'spread', release: build.id });
  if (!isServed && (isToSpread || test.serves !== build.id)) steps.push({ do: 'await-served', release: build.id });
  return { steps };
}

/** Whether TEST's pointer is on the release by one of our writes, whose owner a promotion can name. */
export function isThere({ release, mark }: SeenPointer, { id }: Pick<Manifest, 'id'>): boolean {
  return release === id && mark?.owner !== undefined;
}

/** Whether this workflow run has moved the pointer, in whichever attempt. */
function isOurs({ mark }: SeenPointer, { deployer: { owner } }: Desired): boolean {
  return mark?.owner?.nonce === owner.nonce || isSameRun(owner, mark?.owner);
}

/** What the release will have: its own files, and what it carries so far. */
export function releaseSoFar(
  { release, carried }: Pick<Observed, 'release' | 'carried'>,
  { build }: Desired,
): Manifest {
  return withCarried(release ?? build, carried);
}

function carrying(observed: Observed, desired: Desired): readonly Step[] {
  return observed.live.flatMap((from) => {
    if (observed.carriedFrom.includes(from.id)) return [];
    const { files } = toCarry(from, releaseSoFar(observed, desired));
    return files.length > 0 ? [{ do: 'carry', from: from.id, files: files.length } as const] : [];
  });
}

/** The hashed names that stand for one content in this release and for another in one whose tabs may be open. */
export function clashesIn(observed: Observed, desired: Desired): readonly Clash[] {
  return observed.live.flatMap((from) => toCarry(from, releaseSoFar(observed, desired)).clashes);
}

/** A file of another release that is answered as one of the build is, byte for byte. */
export interface Twin {
  /** Its key: the very one of the build's file, where both releases share it. */
  readonly key: string;
  readonly file: ReleaseFile;
}

/** What of a build other releases have already: what must not be sent again. */
export function twinsOf({ live, staged }: Observed, { build }: Desired): ReadonlyMap<string, Twin> {
  const known = new Map<string, Twin>();
  const keys = new Map(build.files.map((file) => [placeOf(build, file.path), file.sha256]));
  for (const other of [...(staged ? [staged] : []), ...live]) {
    if (other.id === build.id) continue;
    for (const file of other.files) {
      const key = placeOf(other, file.path);
      // One that has just this place needs no copy.
      if (!known.has(file.sha256) || keys.get(key) === file.sha256) known.set(file.sha256, { key, file });
    }
  }
  const found = build.files.flatMap((file): [string, Twin][] => {
    const twin = known.get(file.sha256);
    return twin && isServedAlike(twin.file, file) ? [[file.path, twin]] : [];
  });
  return new Map(found);
}

/** How it ended, once nothing is left to do. */
export function outcomeOf(observed: Observed, desired: Desired, done: readonly Step['do'][]): StageOutcome {
  const failure = refusal(observed, desired);
  const isNoop = done.length === 0 && !observed.moved && !isOurs(observed.test, desired);
  if (!failure) return isNoop ? 'noop' : 'staged';
  const kind = kindOf(failure);
  return kind === 'superseded' || kind === 'unknown' ? kind : 'failed';
}
