import { historyOf, movingOn } from '@actions-aws/lambda';
import { candidateOf, moves, remembers } from './ownership.ts';
import { type Desired, NEW, type Observed, type Step } from './state.ts';

/** Deletes old versions, oldest first, of which the look before the first write showed no use. */
export function prune(observed: Observed, desired: Desired): readonly Step[] {
  return oldVersions(observed, desired)
    .filter((version) => observed.uses.get(version) === '')
    .map((version) => ({ do: 'prune', version }));
}

/**
 * Versions that would be deleted if nothing uses them, oldest first, the same before the promotion and after it: those that
 * are older than what is promoted, and that neither an alias nor the history of one names, as these will be then. Nor one
 * that users were led to a moment ago: Lambda may still route some to it, and they would get a 404
 * (https://github.com/DataBiosphere/azul/issues/7883).
 *
 * Of as many as `keep-versions` says, those that were live come first; only if fewer are known are others kept, the newest.
 */
export function oldVersions(observed: Observed, desired: Desired): readonly string[] {
  const { versions, referenced, met } = observed;
  if (desired.keepVersions === undefined) return [];
  const candidate = candidateOf(observed, desired)?.version;
  const wereLive = new Set([candidate ?? NEW, ...livesAfter(observed, candidate ?? NEW)]);
  const kept = new Set([...wereLive, ...referenced, ...met, ...givenBack(observed, desired, candidate)]);
  const others = versions
    .map(({ version }) => version)
    .filter((version) => /^\d+$/.test(version) && !kept.has(version))
    .filter((version) => candidate === undefined || Number(version) < Number(candidate))
    .sort((a, b) => Number(b) - Number(a));
  return others.slice(Math.max(0, desired.keepVersions - wereLive.size)).reverse();
}

/** What the alias and its previous one will name once the alias is on `to`: where a rollback could go back to. */
function livesAfter(observed: Observed, to: string): readonly string[] {
  const { alias, previousAlias } = observed;
  const isLeft = moves(observed, to);
  const mark = alias && (isLeft ? { by: '', ...movingOn(alias, to) } : alias.mark);
  const previous = isLeft && remembers(observed) ? alias : previousAlias;
  return [...historyOf({ mark }), ...(previous ? [previous.version, ...historyOf(previous)] : [])];
}

/** PublishVersion gives back the newest version where nothing was updated since: it may be what is promoted. */
function givenBack(
  { versions, latest }: Observed,
  { source }: Desired,
  candidate: string | undefined,
): readonly string[] {
  const newest = versions.toSorted((a, b) => Number(b.version) - Number(a.version))[0];
  const wanted = source.kind === 'package' ? source.codeSha256 : latest.codeSha256;
  return candidate === undefined && newest?.codeSha256 === wanted ? [newest.version] : [];
}
