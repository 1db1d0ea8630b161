import type { Staged } from '../story/chapters.ts';
import { goesOn } from '../story/detections.ts';
import { findingsOf } from '../story/findings.ts';
import { imagesOf } from '../story/images.ts';
import type { Detection, Image, Live, Played, Run } from '../story/story.ts';
import { functionNames } from '../story/workflow.ts';
import { digest } from '../terminal/digest.ts';
import { tellChapter, tellEnding } from '../terminal/telling.ts';
import { withOutputs } from '../workflow/expressions.ts';
import type { LogLine } from '../workflow/log-lines.ts';
import { aliasOf, giveMoreMemory } from './infrastructure.ts';
import { race } from './race.ts';
import { run } from './run.ts';
import type { Scene } from './scene.ts';
import { liveTagOf } from './tag.ts';
import {
  detectionOf,
  eventOf,
  imageOf,
  outputsOfLastPromotion,
  tagOf,
  type Workflow,
  workflowsOf,
} from './workflows.ts';

/**
 * Plays one chapter: has what was pushed looked at, runs the actions from their bundles where that concerns anything, and looks
 * at what became of it.
 */
export async function play(chapter: Staged, earlier: readonly Played[], scene: Scene): Promise<Played> {
  const { cloud, ecr, narrator, settlingMs, signal } = scene;
  tellChapter(
    chapter,
    earlier.map((one) => one.chapter),
    narrator,
  );
  if (chapter.meanwhile === 'more-memory') await giveMoreMemory(scene.lambda);
  const workflows = workflowsOf(chapter, earlier, scene);
  const detections: (Detection | undefined)[] = [];
  for (const workflow of workflows) detections.push(await detectionOf(workflow, scene));
  const concerned = detections.every((detection) => detection === undefined || goesOn(detection));
  const images: (Image | undefined)[] = [];
  if (concerned) for (const workflow of workflows) images.push(await imageOf(workflow, scene));
  if (concerned && detections.some(Boolean)) narrator.gap();
  const built = images.every((image) => image === undefined || image.digest !== '');
  const runs = concerned && built ? await runSteps(chapter, { workflows, images, earlier, scene }) : [];
  const tagged: (Run | undefined)[] = [];
  for (const [index, workflow] of workflows.entries())
    tagged.push(await tagOf(workflow, runs[index], { earlier, scene }));
  await cloud.clock.sleep(settlingMs, signal);
  const live = await Promise.all(functionNames.map((functionName) => liveNow(functionName, scene)));
  const liveTag = await liveTagOf(ecr);
  signal.throwIfAborted();
  const played: Played = { chapter, detections, images, runs, tagged, live, liveTag };
  tellEnding(played, findingsOf(played, imagesOf([...earlier, played])), narrator);
  return played;
}

/** What the steps of a chapter are run with. */
interface Chaptered {
  readonly workflows: readonly Workflow[];
  readonly images: readonly (Image | undefined)[];
  readonly earlier: readonly Played[];
  readonly scene: Scene;
}

/** Runs the steps of a chapter: one after another, or two against each other. When one breaks off, none goes on. */
async function runSteps(chapter: Staged, { workflows, images, earlier, scene }: Chaptered): Promise<Run[]> {
  const brokenOff = new AbortController();
  const signal = AbortSignal.any([scene.signal, brokenOff.signal]);
  const started: Promise<Run>[] = [];
  const runners = workflows.map(({ step, number, workspace }, index) => ({
    number,
    start() {
      const { action, inputs, by } = step;
      const isTold = digest(scene.told);
      const one = run({
        action,
        inputs: withOutputs(inputs, {
          'needs.promote': outputsOfLastPromotion(earlier),
          'steps.build': { digest: images[index]?.digest ?? '' },
        }),
        number,
        workspace,
        ...eventOf(step, { workspace }, scene),
        cloud: scene.cloud,
        onAws: true,
        onLog(line: LogLine) {
          if (isTold(line)) scene.narrator.log(line, by);
        },
        signal,
      });
      started.push(one);
      return one;
    },
  }));
  try {
    const [first, second] = runners;
    if (chapter.race && first && second) return await race(scene.cloud, first, second);
    const runs: Run[] = [];
    for (const runner of runners) runs.push(await runner.start());
    return runs;
  } finally {
    brokenOff.abort();
    await Promise.allSettled(started);
  }
}

async function liveNow(functionName: string, { lambda, users }: Scene): Promise<Live> {
  const { version, split, digest } = await aliasOf(lambda, functionName);
  const release = version ? (await users().visit(functionName)).release : '';
  return { functionName, version, release, split, digest };
}
