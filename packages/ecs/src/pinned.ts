import type { ServiceRevision } from './revision.ts';
import {
  containersOf,
  registrable,
  type TaskDefinition,
  type TaskDefinitionDocument,
  withImages,
} from './task-definition.ts';

/** The images of a revision, by digest as far as they are known. */
export interface Pinned {
  /** By container: `…/web@sha256:…`. */
  readonly images: Readonly<Record<string, string>>;
  /** Containers whose image goes by a tag, and of which ECS wrote down no digest, as `web (shop/web:v2)`. */
  readonly tagged: readonly string[];
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Pins the images of a task definition to what ECS resolved them to when it deployed the revision: a tag may name another image by now.
 * Containers that ECS added to the tasks by itself, such as that of Runtime Monitoring, are in no task definition.
 */
export function pinned({ images }: ServiceRevision, { raw }: TaskDefinition): Pinned {
  const found: Record<string, string> = {};
  const tagged: string[] = [];
  for (const { name, image } of containersOf(raw)) {
    const digest = digestIn(image) ?? images.find(({ container }) => container === name)?.digest ?? '';
    if (DIGEST.test(digest)) found[name] = `${repositoryOf(image)}@${digest}`;
    else tagged.push(`${name} (${image})`);
  }
  return { images: found, tagged };
}

/** What is registered to deploy a revision once more: its task definition with each image by its digest, as far as it is known. */
export function pinnedDocument(revision: ServiceRevision, definition: TaskDefinition): TaskDefinitionDocument {
  return withImages(registrable(definition.raw), pinned(revision, definition).images);
}

function digestIn(image: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
}

/** `host:5000/shop/web:v2@sha256:…` without tag and digest. */
function repositoryOf(image: string): string {
  const [named = ''] = image.split('@');
  return named.replace(/:[^/:]*$/, '');
}
