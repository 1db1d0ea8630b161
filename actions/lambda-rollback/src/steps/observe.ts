import { type Alias, type Aliases, previousAliasOf, type Skipped, type Versions } from '@actions-aws/lambda';
import type { KeptImages } from '@actions-aws/registry/ecr';
import { type Desired, type Observed, type PassedOver, settled } from '../plan/plan.ts';
import { deployedSince, imageInWords, noAlias, noTarget } from '../report/words.ts';
import { findTarget, olderAndProved } from './targets.ts';

/** What was observed. */
export interface Observation {
  readonly observed: Observed;
}

/** What a rollback reads from. */
export interface Reads {
  readonly aliases: Aliases;
  readonly versions: Versions;
  readonly images: KeptImages;
}

/** Reads all that a plan is made from, and no more: where the alias tells its end already, that is one call. */
export async function observe(desired: Desired, ports: Reads): Promise<Observation | Skipped> {
  const { functionName, to, optional } = desired;
  const alias = await ports.aliases.read(functionName, desired.alias);
  const resting = { target: undefined, failure: undefined, because: '', passedOver: [], imageWarning: '' };
  if (!alias) {
    if (optional) return { functionName, why: `there is no alias ${desired.alias} of it` };
    return { observed: { ...resting, alias, failure: noAlias(desired) } };
  }
  const already = settled(alias, desired);
  if (already) {
    const failure = already === 'superseded' ? deployedSince(alias, desired) : undefined;
    return { observed: { ...resting, alias, failure } };
  }
  const found = await targetOf(alias, [], desired, ports);
  if (found.target) return { observed: { ...resting, ...found, alias } };
  const { passedOver } = found;
  const isUnknown = to === undefined && !isFirst(alias);
  const older = isUnknown ? olderAndProved(await ports.versions.list(functionName), alias.version) : [];
  if (optional && to === undefined && passedOver.length === 0 && older.length === 0) {
    return { functionName, why: `there is nothing to go back to from version ${alias.version}` };
  }
  return {
    observed: {
      ...resting,
      ...found,
      alias,
      failure: noTarget(alias, desired, { passedOver, older, isFirst: isFirst(alias) }),
    },
  };
}

/** The target that comes after one that could not be woken; failure where there is none. */
export async function withNextTarget(
  observed: Observed,
  failed: PassedOver,
  desired: Desired,
  ports: Reads,
): Promise<Observed> {
  const { alias } = observed;
  if (!alias) return observed;
  const found = await targetOf(alias, [...observed.passedOver, failed], desired, ports);
  if (found.target) return { ...observed, ...found };
  const { passedOver } = found;
  return { ...observed, ...found, failure: noTarget(alias, desired, { passedOver, older: [], isFirst: false }) };
}

async function targetOf(
  alias: Alias,
  before: readonly PassedOver[],
  { functionName, alias: name, to }: Desired,
  { aliases, versions, images }: Reads,
): Promise<Pick<Observed, 'target' | 'because' | 'passedOver' | 'imageWarning'>> {
  const previousAlias = () => aliases.read(functionName, previousAliasOf(name));
  const { target, passedOver } = await findTarget({
    functionName,
    live: alias,
    to,
    versions,
    previousAlias,
    passedOver: before,
  });
  const { resolvedImage = '', version = '' } = target?.version ?? {};
  const kept = resolvedImage ? await images.look(resolvedImage) : undefined;
  const imageWarning = kept ? imageInWords(kept, { functionName, version, image: resolvedImage }) : '';
  return { target: target?.version, because: target?.because ?? '', passedOver, imageWarning };
}

/** Whether the alias was made by the promotion of what is live: nothing older was ever live. */
function isFirst({ mark }: Alias): boolean {
  return mark?.by === 'lambda-promote' && mark.to !== undefined && !mark.from && !mark.undid && !mark.canary;
}
