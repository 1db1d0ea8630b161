import { type Mutability, mayMove } from '@actions-aws/registry';

/** The tags of a run. */
export interface Split {
  readonly immutable: readonly string[];
  readonly moving: readonly string[];
}

/** Where a repository lets move what must not, or not what should, in sentences: nothing where it agrees, or does not say. */
export function contradictions(
  repository: string,
  mutability: Mutability,
  { immutable, moving }: Split,
): readonly string[] {
  const loose = immutable.filter((tag) => mayMove(mutability, tag) === true);
  const fixed = moving.filter((tag) => mayMove(mutability, tag) === false);
  const { mode, exclusions } = mutability;
  const said = `${mode}${exclusions.length > 0 ? ` (${exclusions.join(', ')})` : ''}`;
  return [
    ...(loose.length > 0
      ? [
          `The repository ${repository} is ${said}: a push can move ${loose.join(' and ')} to another image. Set it to MUTABLE_WITH_EXCLUSION with filters for the names that never move, or to IMMUTABLE_WITH_EXCLUSION with filters for those that do.`,
        ]
      : []),
    ...(fixed.length > 0
      ? [
          `The repository ${repository} is ${said}: ${fixed.join(' and ')} cannot move there. Add filters for the tags that move.`,
        ]
      : []),
  ];
}
