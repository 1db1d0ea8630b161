import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Staged, StagedStep } from '../story/chapters.ts';
import type { Detection, Image, Played, Run } from '../story/story.ts';
import { tellDetection } from '../terminal/detection.ts';
import { tellImage, tellTag } from '../terminal/image.ts';
import { withOutputs } from '../workflow/expressions.ts';
import { build } from './build.ts';
import { detect, environmentOf } from './push.ts';
import type { Job } from './run.ts';
import type { Scene } from './scene.ts';
import { tag } from './tag.ts';

/** A step as the workflow has it that a push, or a person, has started. */
export interface Workflow {
  readonly step: StagedStep;
  readonly number: number;
  readonly workspace: string;
}

/** The workflows of a chapter's steps, with the numbers that follow those of the chapters before. */
export function workflowsOf({ steps }: Staged, earlier: readonly Played[], { workspaces }: Scene): Workflow[] {
  const before = earlier.reduce((count, { chapter }) => count + chapter.steps.length, 0);
  return steps.map((step, index) => {
    const number = before + index + 1;
    return { step, number, workspace: path.join(workspaces, String(number)) };
  });
}

/** What a workflow does first: looks at its push. */
export async function detectionOf({ step, ...place }: Workflow, scene: Scene): Promise<Detection | undefined> {
  if (!step.push) {
    await mkdir(place.workspace);
    return undefined;
  }
  const { cloud, repository, signal, narrator } = scene;
  const detection = await detect(step.push, { ...place, cloud, repository, signal });
  tellDetection(detection, step.by, narrator);
  return detection;
}

/** What a workflow does next: names and builds the image of its push. */
export async function imageOf({ step, ...place }: Workflow, scene: Scene): Promise<Image | undefined> {
  const { push, by } = step;
  if (!push?.image) return undefined;
  const { cloud, signal, narrator } = scene;
  const image = await build(push.image, { ...place, ...eventOf(step, place, scene), cloud, signal });
  tellImage(image, by, narrator);
  return image;
}

/** What a workflow does last: gives the image the tag of the environment, if its users have it. */
export async function tagOf(
  { step, ...place }: Workflow,
  promoted: Run | undefined,
  { earlier, scene }: { readonly earlier: readonly Played[]; readonly scene: Scene },
): Promise<Run | undefined> {
  if (!step.tag || promoted?.exitCode !== 0) return undefined;
  const { cloud, github, signal, narrator } = scene;
  const outputs = { 'steps.promote': promoted.outputs, 'needs.promote': outputsOfLastPromotion(earlier) };
  const inputs = withOutputs(step.tag, outputs);
  const tagged = await tag({ ...place, ...eventOf(step, place, scene), inputs, cloud, github, signal });
  tellTag(tagged, step.by, narrator);
  return tagged;
}

/** What GitHub tells of the event that a workflow runs for. */
export function eventOf(
  { push }: StagedStep,
  { workspace }: Pick<Workflow, 'workspace'>,
  { repository }: Scene,
): Pick<Job, 'env'> {
  return push ? { env: environmentOf(push, { repository, workspace }) } : {};
}

/** Outputs of the last job `promote` that was green: of the promotion, and of the tag that followed it. */
export function outputsOfLastPromotion(earlier: readonly Played[]): Run['outputs'] {
  const promoted = earlier.flatMap(({ runs, tagged }) =>
    runs.flatMap(({ outputs }, index) => (outputs.outcome === 'promoted' ? [[outputs, tagged[index]] as const] : [])),
  );
  const [outputs = {}, tagRun] = promoted.at(-1) ?? [];
  return { ...outputs, 'previous-digest': tagRun?.outputs['previous-digest'] ?? '' };
}
