import { type Alias, canaryOf, type FunctionVersion, type PublishedVersion, type Versions } from '@actions-aws/lambda';
import { readMark } from '@actions-aws/promotion';

/** A version to go back to, and why this one. */
export interface Target {
  readonly version: FunctionVersion;
  readonly because: string;
}

/** Where a target is looked for. */
export interface Where {
  readonly functionName: string;
  readonly live: Alias;
  readonly toVersion: string | undefined;
  readonly versions: Versions;
  readonly companion: () => Promise<Alias | undefined>;
}

/**
 * Looks for the version to go back to, the surest first, and looks no further than it must: what the workflow names;
 * what is live beside a canary; what the live version was promoted from; the version that has most of a split alias's traffic; the companion; the
 * newest older version that carries our proof. One that is gone is passed over, and said.
 */
export async function findTarget(
  where: Where,
): Promise<{ readonly target: Target | undefined; readonly passedOver: readonly string[] }> {
  const passedOver: string[] = [];
  for await (const { version, because } of candidates(where)) {
    const found = await where.versions.describe(where.functionName, version);
    if (found) return { target: { version: found, because }, passedOver };
    passedOver.push(`version ${version} (${because}) is gone`);
  }
  return { target: undefined, passedOver };
}

async function* candidates({ live, toVersion, ...where }: Where) {
  if (toVersion !== undefined) {
    yield { version: toVersion, because: 'the workflow names it' };
    return;
  }
  const canary = canaryOf(live);
  if (canary) {
    yield { version: live.version, because: `version ${canary.version} was on trial beside it` };
    return;
  }
  const from = live.mark?.from;
  if (from !== undefined) yield { version: from, because: `version ${live.version} was promoted from it` };
  const [shared] = Object.entries(live.weights);
  if (shared) {
    const [version, share] = shared;
    // AWS's own doing while provisioned concurrency follows the alias: nobody reaches the alias's version yet. Where that
    // broke off as it was taken back, they are to reach it.
    const isThere = share === 1 && version !== live.mark?.undid;
    yield isThere
      ? { version, because: 'most of the traffic goes there still' }
      : {
          version: live.version,
          because: share === 1 ? 'what is beside it was taken back' : 'most of the traffic goes there still',
        };
  }
  const companion = await where.companion();
  if (companion && companion.version !== live.version && !isForward(companion.version, live)) {
    yield { version: companion.version, because: `${companion.name} points to it` };
  }
  for (const { version } of olderAndProved(await where.versions.list(where.functionName), live.version)) {
    yield { version, because: 'it is the newest older version that was proved' };
  }
}

/** After a rollback the companion may still point to what was skipped, or taken back: no step back leads there. */
function isForward(version: string, { mark, version: live }: Alias): boolean {
  return mark?.undid !== undefined && Number(version) > Number(live);
}

function olderAndProved(published: readonly PublishedVersion[], live: string): readonly PublishedVersion[] {
  return published
    .filter(({ version, description }) => Number(version) < Number(live) && readMark(description)?.proof !== undefined)
    .sort((a, b) => Number(b.version) - Number(a.version));
}
