import type { Image, Played } from './story.ts';

/** A digest for people. */
export function shortDigest(digest: string): string {
  return digest === '' ? 'no image' : `${digest.slice(0, 'sha256:'.length + 12)}…`;
}

/** All images that were built, in the order of the story. */
export function imagesOf(played: readonly Played[]): Image[] {
  return played.flatMap(({ images }) => images.flatMap((image) => image ?? []));
}

/** The first chapter after which no alias leads to an image that some led to before, and whether another image took its place. */
export function endOf(
  { digest }: Pick<Image, 'digest'>,
  played: readonly Played[],
): { chapter: number; how: string } | undefined {
  const led = played.map(({ live }) => live.some((one) => one.digest === digest));
  const chapter = led.findIndex((leads, index) => !leads && led[index - 1]);
  if (digest === '' || chapter < 0) return undefined;
  return { chapter, how: played[chapter]?.images.some(Boolean) ? 'replaced' : 'taken back' };
}

/** What led to an image when a chapter was over: functions by their aliases, and whether the tag of the environment did. */
export interface Holders {
  readonly functionNames: readonly string[];
  readonly tag: boolean;
}

/** What leads to an image now; nothing of it before the first chapter. */
export function holdersOf({ digest }: Pick<Image, 'digest'>, played: readonly Played[]): Holders {
  const { live = [], liveTag = '' } = played.at(-1) ?? {};
  const functions = live.filter((one) => one.digest === digest && digest !== '');
  return { functionNames: functions.map(({ functionName }) => functionName), tag: digest !== '' && liveTag === digest };
}
