import type * as sdk from '@aws-sdk/client-ecr';
import { like } from '../../../kernel/iam.ts';
import { invalid } from '../errors.ts';
import type { Mutability, MutabilityMode } from '../state.ts';

/** How an input sets the mutability of tags. */
interface Wanted {
  readonly imageTagMutability?: sdk.ImageTagMutability | undefined;
  readonly imageTagMutabilityExclusionFilters?: readonly sdk.ImageTagMutabilityExclusionFilter[] | undefined;
}

// botocore data/ecr/2015-09-21/service-2.json; that there are five at most, too.
const wildcard = /^[0-9a-zA-Z._*-]{1,128}$/;

/**
 * What an input asks for. Filters and the modes that have them come together, or not at all: AWS's model does not say so, and
 * what ECR does with one alone is not known. A wildcard has at most two `*`, as Terraform's provider checks it
 * (hashicorp/terraform-provider-aws, aws_ecr_repository).
 */
export function mutabilityOf({
  imageTagMutability = 'MUTABLE',
  imageTagMutabilityExclusionFilters = [],
}: Wanted): Mutability {
  const at = 'imageTagMutabilityExclusionFilters';
  const mode = imageTagMutability as MutabilityMode;
  const isExcluding = mode.endsWith('_WITH_EXCLUSION');
  if (isExcluding !== imageTagMutabilityExclusionFilters.length > 0) {
    throw invalid(at, isExcluding ? `Member must not be empty for ${mode}` : `Member must be empty for ${mode}`);
  }
  const exclusions = imageTagMutabilityExclusionFilters.map(({ filterType, filter = '' }) => {
    if (filterType !== 'WILDCARD') throw invalid(at, 'Member must satisfy enum value set: [WILDCARD]');
    if (!wildcard.test(filter)) throw invalid(at, `Member must satisfy regular expression pattern: ${wildcard.source}`);
    if (filter.split('*').length > 3) throw invalid(at, 'Member must have at most 2 wildcards');
    return filter;
  });
  return { mode, exclusions };
}

/** Whether a tag that there is must stay where it is. */
export function isImmutable({ mode, exclusions }: Mutability, tag: string): boolean {
  const isExcluded = exclusions.some((filter) => like(filter, tag));
  return mode.startsWith('IMMUTABLE') !== isExcluded;
}

/** As answers have it. */
export function shownMutability({ mode, exclusions }: Mutability): {
  imageTagMutability: sdk.ImageTagMutability;
  imageTagMutabilityExclusionFilters?: sdk.ImageTagMutabilityExclusionFilter[];
} {
  const filters = exclusions.map((filter) => ({ filterType: 'WILDCARD' as const, filter }));
  return {
    imageTagMutability: mode,
    ...(filters.length > 0 && { imageTagMutabilityExclusionFilters: filters }),
  };
}
