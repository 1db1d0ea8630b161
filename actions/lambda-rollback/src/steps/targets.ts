import {
  type Alias,
  canaryOf,
  type FunctionVersion,
  historyOf,
  judgeState,
  liveBefore,
  type PublishedVersion,
  type Versions,
} from '@actions-aws/lambda';
import { readMark } from '@actions-aws/promotion';
import type { PassedOver } from '../plan/plan.ts';

/** A version to go back to, and why this one. */
export interface Target {
  readonly version: FunctionVersion;
  readonly because: string;
}

/** Where a target is looked for. */
export interface Where {
  readonly functionName: string;
  readonly live: Alias;
  readonly to: string | undefined;
  readonly versions: Versions;
  readonly previousAlias: () => Promise<Alias | undefined>;
  /** What was a target before, and turned out not to be one. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * Looks for the version to go back to, the surest first, and looks no further than it must: what the workflow names; what
 * is live beside a canary; what was live before, as the alias remembers; the version that has most of a split alias's
 * traffic; what was live before, as the previous alias remembers. One that is gone, or in a state that it cannot be woken from, is
 * passed over, and said; but not the one that the alias is on, since most users have that already. A version of which nothing
 * says that it was live is none, however it was proved: an alarm, or users, may have turned it down since.
 */
export async function findTarget(
  where: Where,
): Promise<{ readonly target: Target | undefined; readonly passedOver: readonly PassedOver[] }> {
  const passedOver = [...where.passedOver];
  for await (const { version, because } of candidates(where)) {
    if (passedOver.some((one) => one.version === version)) continue;
    const found = await where.versions.describe(where.functionName, version);
    const { is, why } = found ? judgeState(found, 'version') : { is: 'end', why: 'is gone' };
    if (found && (is !== 'end' || version === where.live.version)) {
      return { target: { version: found, because }, passedOver };
    }
    passedOver.push({ version, why: `version ${version} (${because}) ${why}` });
  }
  return { target: undefined, passedOver };
}

async function* candidates({ live, to, ...where }: Where) {
  if (to !== undefined) {
    yield { version: to, because: 'the workflow names it' };
    return;
  }
  const canary = canaryOf(live);
  if (canary) {
    yield { version: live.version, because: `version ${canary.version} was on trial beside it` };
    return;
  }
  const [shared] = Object.entries(live.weights);
  // AWS leaves it there while provisioned concurrency follows the alias, and for good where that cannot be made.
  if (shared && shared[0] === live.mark?.undid) {
    yield { version: live.version, because: 'what is beside it was taken back' };
    return;
  }
  // After a rollback no step leads further back than to what was live then: that has to be said by name.
  if (live.mark?.undid === undefined) yield* oneByOne(live.version, historyOf(live));
  if (shared) {
    const [version, share] = shared;
    // AWS's own doing as well: no user reaches the alias's version yet.
    yield { version: share === 1 ? version : live.version, because: 'most of the traffic goes there still' };
  }
  const previousAlias = await where.previousAlias();
  if (!previousAlias) return;
  const before = liveBefore(live.version, previousAlias);
  if (before) yield* oneByOne(live.version, before);
  else {
    yield { version: previousAlias.version, because: `${previousAlias.name} points to it` };
    yield* oneByOne(previousAlias.version, historyOf(previousAlias));
  }
}

function* oneByOne(version: string, history: readonly string[]) {
  let last = version;
  for (const before of history) {
    yield { version: before, because: `version ${last} was promoted from it` };
    last = before;
  }
}

/** Versions that may have been live, or turned down: older ones that carry our proof, newest first. */
export function olderAndProved(published: readonly PublishedVersion[], live: string): readonly string[] {
  return published
    .filter(({ version, description }) => Number(version) < Number(live) && readMark(description)?.proof !== undefined)
    .map(({ version }) => version)
    .sort((a, b) => Number(b) - Number(a));
}
