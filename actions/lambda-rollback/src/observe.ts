import type { Aliases, Versions } from '@actions-aws/lambda';
import { type Desired, type Observed, settled } from './plan.ts';
import type { Skipped } from './resolve.ts';
import { findTarget } from './targets.ts';
import { deployedSince, noAlias, noTarget } from './words.ts';

/** What was observed, and how the target was found. */
export interface Observation {
  readonly observed: Observed;
  /** Why this target; empty where none is needed. */
  readonly because: string;
  /** Versions that would have been the target, and are gone. */
  readonly passedOver: readonly string[];
}

/** Reads all that a plan is made from, and no more: where the alias tells its end already, that is one call. */
export async function observe(
  desired: Desired,
  ports: { readonly aliases: Aliases; readonly versions: Versions },
): Promise<Observation | Skipped> {
  const { functionName, toVersion, optional } = desired;
  const alias = await ports.aliases.read(functionName, desired.alias);
  const resting = { because: '', passedOver: [] };
  if (!alias) {
    if (optional) return { functionName, why: `there is no alias ${desired.alias} of it` };
    return { ...resting, observed: { alias, target: undefined, trouble: noAlias(desired) } };
  }
  const already = settled(alias, desired);
  if (already) {
    const trouble = already === 'superseded' ? deployedSince(alias, desired) : undefined;
    return { ...resting, observed: { alias, target: undefined, trouble } };
  }
  const { target, passedOver } = await findTarget({
    ...ports,
    functionName,
    live: alias,
    toVersion,
    companion: () => ports.aliases.read(functionName, `${desired.alias}-previous`),
  });
  if (!target) {
    if (optional && toVersion === undefined && passedOver.length === 0) {
      return { functionName, why: `there is nothing to go back to from version ${alias.version}` };
    }
    const trouble = noTarget(alias, desired, passedOver);
    return { because: '', passedOver, observed: { alias, target: undefined, trouble } };
  }
  return { because: target.because, passedOver, observed: { alias, target: target.version, trouble: undefined } };
}
