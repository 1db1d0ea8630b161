import { archive } from '../images/archive.ts';
import { remove } from '../images/delete.ts';
import type { Repository } from '../state.ts';
import { evaluate } from './evaluate.ts';
import { readLifecyclePolicy } from './policy.ts';

const day = 24 * 3_600_000;

/** Does what a repository's policy says at a time. */
export function runLifecyclePolicy(repository: Repository, text: string, at: number): void {
  for (const { image, rule } of evaluate(repository, readLifecyclePolicy(text), at)) {
    if (rule.action === 'EXPIRE') remove(repository, { imageDigest: image.digest });
    else archive(repository, image, at);
  }
  while (followSubjects(repository, at)) {
    // Referrers have referrers.
  }
}

/**
 * "Amazon ECR lifecycle policies automatically expire or archive those artifacts within 24 hours of the deletion or archival of the
 * subject image" (LifecyclePolicies.html), if they have been in their storage class for a day (image-signing.html). One that never had
 * its subject here is deleted, too: the harder. Returns whether there was something to do.
 */
function followSubjects(repository: Repository, at: number): boolean {
  const { images } = repository;
  let found = false;
  for (const image of [...images.values()]) {
    const { subject, status, pushed, lastArchived } = image;
    if (subject === undefined || Math.max(pushed, lastArchived ?? 0) > at - day) continue;
    const about = images.get(subject);
    if (!about) found = 'gone' in remove(repository, { imageDigest: image.digest }) || found;
    else if (about.status === 'ARCHIVED' && status === 'ACTIVE') {
      archive(repository, image, at);
      found = true;
    }
  }
  return found;
}
