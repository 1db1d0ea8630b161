import {
  containersOf,
  contentOf,
  pinned,
  registrable,
  type TaskDefinitionDocument,
  textIn,
  withImages,
} from '@actions-aws/ecs';
import type { Desired, Live, Observed } from './state.ts';

/** What must be registered; `undefined` where neither a file nor anything live says what. */
export function documentFor(
  { live }: Pick<Observed, 'live'>,
  { file, images }: Pick<Desired, 'file' | 'images'>,
): TaskDefinitionDocument | undefined {
  const base = file ?? (live && registrable(live.definition.raw));
  return base && withImages(base, wantedOf(images));
}

/** The family that it is registered in; empty where there is none. */
export function familyFor(observed: Pick<Observed, 'live'>, desired: Pick<Desired, 'file' | 'images'>): string {
  return textIn(documentFor(observed, desired) ?? {}, 'family');
}

/** The hash of what must be registered; empty where there is none. */
export function contentFor(observed: Pick<Observed, 'live'>, desired: Pick<Desired, 'file' | 'images'>): string {
  const document = documentFor(observed, desired);
  return document ? contentOf(document) : '';
}

/** Whether what is live has the very content, and the very images by their digests. */
export function isLive({ live }: Pick<Observed, 'live'>, desired: Pick<Desired, 'file' | 'images'>): boolean {
  const wanted = documentFor({ live }, desired);
  if (!live || !wanted) return false;
  return contentOf(withImages(registrable(live.definition.raw), digestsOf(live, wanted))) === contentOf(wanted);
}

/** Of those containers alone whose image is wanted by its digest: of others ECS resolves the tag, and that may be another one now. */
function digestsOf({ revision, definition }: Live, wanted: TaskDefinitionDocument): Readonly<Record<string, string>> {
  const byDigest = containersOf(wanted).filter(({ image }) => image.includes('@'));
  const { images } = pinned(revision, definition);
  return Object.fromEntries(
    Object.entries(images).filter(([container]) => byDigest.some(({ name }) => name === container)),
  );
}

function wantedOf(images: Desired['images']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(images).map(([container, image]) => [container, image.pinned]));
}
