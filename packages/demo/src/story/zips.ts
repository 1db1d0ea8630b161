import type { Staged, StagedPush, StagedStep } from './chapters.ts';

/** The same story where the local cloud runs no images: the functions are one package, which goes to Lambda as a zip. */
export function asZips(chapters: readonly Staged[]): readonly Staged[] {
  return chapters.map((chapter) => ({ ...chapter, ...chapter.asZip, steps: chapter.steps.map(withZip) }));
}

function withZip({ push, inputs, tag: _, ...step }: StagedStep): StagedStep {
  const { 'image-uri': image, ...others } = inputs;
  const own = image === undefined ? inputs : { ...others, zip: 'src' };
  return { ...step, inputs: own, ...(push && { push: withoutImage(push) }) };
}

function withoutImage({ image: _, ...push }: StagedPush): StagedPush {
  return push;
}
