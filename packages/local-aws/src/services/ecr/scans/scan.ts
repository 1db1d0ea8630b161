import { like } from '../../../kernel/iam.ts';
import type { EcrPlace } from '../place.ts';
import type { EcrState, Image, Repository, ScanFrequency, ScanRule } from '../state.ts';

/** Types of configurations of what runs as a container, which alone can be scanned. */
const scannable: readonly (string | undefined)[] = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/** Whether an image is of a type that can be scanned: an index and an artifact are not. */
export function isScannable({ artifactType, children }: Image): boolean {
  return children.length === 0 && scannable.includes(artifactType);
}

/**
 * How often a repository's images are scanned: by the first rule of the registry that names it; else, and with basic scanning
 * alone, as its own setting says, which AWS's model calls deprecated in favour of the registry's.
 */
export function frequencyOf(state: EcrState, { name, scanOnPush }: Repository): ScanFrequency {
  const rule = ruleOf(state, name);
  if (rule) return rule.frequency;
  return state.scanning.type === 'BASIC' && scanOnPush ? 'SCAN_ON_PUSH' : 'MANUAL';
}

/** "A filter with no wildcard will match all repository names that contain the filter": https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html */
export function ruleOf({ scanning }: EcrState, name: string): ScanRule | undefined {
  const matches = (filter: string) => like(filter.includes('*') ? filter : `*${filter}*`, name);
  return scanning.rules.find(({ filters }) => filters.some(matches));
}

/** Begins the scan of an image that was pushed just now, where its repository is scanned then. */
export function scanPushed({ state, clock }: EcrPlace, repository: Repository, image: Image): void {
  if (frequencyOf(state, repository) !== 'MANUAL' && isScannable(image))
    image.scanned[state.scanning.type] = clock.now();
}
