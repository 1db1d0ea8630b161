import { like } from '../../../kernel/iam.ts';
import { imagesOf, listsOf, tagsOf } from '../images/find.ts';
import type { Image, Repository } from '../state.ts';
import type { Rule } from './policy.ts';

/** An image that a rule acts on. */
export interface Mark {
  readonly image: Image;
  readonly rule: Rule;
}

const day = 24 * 3_600_000;

/**
 * The images that a policy's rules act on at a time:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules. Each image belongs to the first rule
 * whose tags it has ("cannot be expired or archived by a rule with a lower priority"); a rule counts all that have its tags, also
 * those that belong to another. Referrers are images like others (aws/containers-roadmap#2613).
 */
export function evaluate(repository: Repository, rules: readonly Rule[], now: number): readonly Mark[] {
  const images = imagesOf(repository);
  const taken = new Set<Image>();
  return rules.flatMap((rule) => {
    const selected = images.filter((image) => isSelected(repository, rule, image));
    const marked = overdue(rule, selected, now).filter((image) => !taken.has(image));
    for (const image of selected) taken.add(image);
    return marked.filter((image) => isFree(repository, image, rule)).map((image) => ({ image, rule }));
  });
}

function isSelected(repository: Repository, { status, tagStatus, patterns }: Rule, image: Image): boolean {
  if (image.status !== status) return false;
  const tags = tagsOf(repository, image);
  if (tagStatus === 'any') return true;
  if (tagStatus === 'untagged') return tags.length === 0;
  return tags.length > 0 && patterns.every((pattern) => tags.some((tag) => like(pattern, tag)));
}

/** "images are sorted from youngest to oldest", or those "older than the specified number of days". */
function overdue({ countType, countNumber }: Rule, images: readonly Image[], now: number): readonly Image[] {
  if (countType === 'imageCountMoreThan')
    return [...images].sort((a, b) => standingSince(b) - standingSince(a)).slice(countNumber);
  return images.filter((image) => since[countType](image) < now - countNumber * day);
}

const since = {
  sinceImagePushed: standingSince,
  // "If an image was never pulled, the image's pushed_at_time is used instead", or the time at which it was restored since.
  sinceImagePulled: (image: Image) => Math.max(image.lastPulled ?? 0, standingSince(image)),
  sinceImageTransitioned: ({ lastArchived = 0 }: Image) => lastArchived,
} as const;

/** "If image was archived and then restored …, the image's last_activated_at is used instead of pushed_at_time" */
function standingSince({ pushed, lastActivated }: Image): number {
  return lastActivated ?? pushed;
}

/** "If an image is referenced by a manifest list, it cannot be expired or archived without the manifest list being deleted or archived first." */
function isFree(repository: Repository, image: Image, { action }: Rule): boolean {
  return listsOf(repository, image).every(({ status }) => action === 'TRANSITION' && status === 'ARCHIVED');
}
