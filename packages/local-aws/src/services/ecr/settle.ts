import { activate } from './images/archive.ts';
import { runLifecyclePolicy } from './lifecycle/run.ts';
import type { EcrState, Repository } from './state.ts';

/** From one run of a lifecycle policy to the next: a test may want it at once, and not a thousand times a second. */
const shortest = 60_000;

/**
 * Brings all up to `now`. What happens by itself is data with a due time, so that a snapshot holds it too: an image that is being
 * restored, and the next run of a lifecycle policy.
 */
export function settle({ repositories, pace }: EcrState, now: number): void {
  for (const repository of repositories.values()) {
    for (let { lifecycle } = repository; lifecycle && lifecycle.next <= now; { lifecycle } = repository) {
      const { text, next: at } = lifecycle;
      activateDue(repository, at);
      runLifecyclePolicy(repository, text, at);
      repository.lifecycle = { text, last: at, next: at + Math.max(shortest, pace.lifecycle) };
    }
    activateDue(repository, now);
  }
}

function activateDue(repository: Repository, now: number): void {
  for (const image of repository.images.values()) {
    if (image.activeAt !== undefined && image.activeAt <= now) activate(repository, image, image.activeAt);
  }
}
