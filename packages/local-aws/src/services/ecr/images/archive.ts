import type { Image, Repository } from '../state.ts';

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
