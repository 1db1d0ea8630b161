import { type Alias, type Aliases, companionOf, type Skipped, type Versions } from '@actions-aws/lambda';
import { type Desired, type Observed, settled } from './plan.ts';
import { findTarget, olderAndProved } from './targets.ts';
import { deployedSince, noAlias, noTarget } from './words.ts';

/** What was observed, and how the target was found. */
export interface Observation {
  readonly observed: Observed;
  /** Why this target; empty where none is needed. */
  readonly because: string;
  /** Versions that would have been the target, and are gone. */
  readonly gone: readonly string[];
}

/** Reads all that a plan is made from, and no more: where the alias tells its end already, that is one call. */
export async function observe(
  desired: Desired,
  ports: { readonly aliases: Aliases; readonly versions: Versions },
): Promise<Observation | Skipped> {
  const { functionName, to, optional } = desired;
  const alias = await ports.aliases.read(functionName, desired.alias);
  const resting = { because: '', gone: [] };
  if (!alias) {
    if (optional) return { functionName, why: `there is no alias ${desired.alias} of it` };
    return { ...resting, observed: { alias, target: undefined, trouble: noAlias(desired) } };
  }
  const already = settled(alias, desired);
  if (already) {
    const trouble = already === 'superseded' ? deployedSince(alias, desired) : undefined;
    return { ...resting, observed: { alias, target: undefined, trouble } };
  }
  const { target, gone } = await findTarget({
    ...ports,
    functionName,
    live: alias,
    to,
    companion: () => ports.aliases.read(functionName, companionOf(desired.alias)),
  });
  if (target) return { because: target.because, gone, observed: { alias, target: target.version, trouble: undefined } };
  const isUnknown = to === undefined && !isFirst(alias);
  const older = isUnknown ? olderAndProved(await ports.versions.list(functionName), alias.version) : [];
  if (optional && to === undefined && gone.length === 0 && older.length === 0) {
    return { functionName, why: `there is nothing to go back to from version ${alias.version}` };
  }
  const trouble = noTarget(alias, desired, { gone, older });
  return { because: '', gone, observed: { alias, target: undefined, trouble } };
}

/** Whether the alias was made by the promotion of what is live: nothing older was ever live. */
function isFirst({ mark }: Alias): boolean {
  return mark?.by === 'lambda-promote' && mark.to !== undefined && !mark.from && !mark.undid && !mark.canary;
}
