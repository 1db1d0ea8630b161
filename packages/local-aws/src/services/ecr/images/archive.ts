import type { EcrState, Image, Repository } from '../state.ts';

/** Brings all up to `now`. An image that is being restored is data with a due time, so that a snapshot holds it too. */
export function settle(state: EcrState, now: number): void {
  for (const repository of state.repositories.values()) {
    for (const image of repository.images.values()) {
      if (image.activeAt !== undefined && image.activeAt <= now) activate(repository, image, image.activeAt);
    }
  }
}

/** Makes an image ACTIVE, and with it its layers. */
export function activate(repository: Repository, image: Image, at: number): void {
  image.status = 'ACTIVE';
  image.activeAt = undefined;
  image.lastActivated = at;
  for (const digest of image.layers) {
    const layer = repository.layers.get(digest);
    if (layer) layer.archived = false;
  }
}

/** Archives an image, and those of its layers that no other image needs. */
export function archive(repository: Repository, image: Image, at: number): void {
  image.status = 'ARCHIVED';
  image.activeAt = undefined;
  image.lastArchived = at;
  const others = [...repository.images.values()].filter(({ status }) => status === 'ACTIVE');
  const needed = new Set(others.flatMap(({ layers }) => layers));
  for (const digest of image.layers) {
    const layer = repository.layers.get(digest);
    if (layer && !needed.has(digest)) layer.archived = true;
  }
}
