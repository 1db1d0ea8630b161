import { shortDigest } from '../story/images.ts';
import type { Image, Run } from '../story/story.ts';
import { liveTag, repositoryName } from '../story/workflow.ts';
import { logLines } from '../workflow/log-lines.ts';
import type { Narrator } from './narrator.ts';

/** Tells how the image of a push is named, and what its build made; of one that has no name what image-tag said. */
export function tellImage({ tag, digest, run }: Image, by: string | undefined, narrator: Narrator): void {
  if (digest === '') tellLog(run, by, narrator);
  else {
    const built = `${repositoryName}:${tag}, built and pushed as ${shortDigest(digest)}`;
    narrator.fact('image', `${built}${by ? `, by ${by}` : ''}`);
  }
}

/** Tells which image the tag of the environment names from now on; where that failed, what image-promote said. */
export function tellTag(run: Run, by: string | undefined, narrator: Narrator): void {
  if (run.exitCode !== 0) tellLog(run, by, narrator);
  else narrator.fact('tag', `${repositoryName}:${liveTag} names ${shortDigest(run.outputs.digest ?? '')} now`);
}

function tellLog({ log }: Run, by: string | undefined, narrator: Narrator): void {
  for (const line of logLines(log)) narrator.log(line, by);
}
