import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { LocalAws } from '@actions-aws/local-aws';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Staged, StagedStep } from '../story/chapters.ts';
import { goesOn } from '../story/detections.ts';
import { findingsOf } from '../story/findings.ts';
import type { Detection, Live, Played, Run } from '../story/story.ts';
import { functionNames } from '../story/workflow.ts';
import { tellDetection } from '../terminal/detection.ts';
import { digest } from '../terminal/digest.ts';
import type { Narrator } from '../terminal/narrator.ts';
import { tellChapter, tellEnding } from '../terminal/telling.ts';
import { withOutputs } from '../workflow/expressions.ts';
import type { LogLine } from '../workflow/log-lines.ts';
import { aliasOf, giveMoreMemory } from './infrastructure.ts';
import { detect, environmentOf } from './push.ts';
import { race } from './race.ts';
import type { Repository } from './repository.ts';
import { run } from './run.ts';
import type { Users } from './users.ts';

/** What a chapter is played with. */
export interface Scene {
  readonly cloud: LocalAws;
  /** Acts for infrastructure code and for whoever looks; not for the actions. */
  readonly lambda: LambdaClient;
  readonly narrator: Narrator;
  /** What the narrator has told of the actions' logs. */
  readonly told: Set<string>;
  /** What is pushed to. */
  readonly repository: Repository;
  /** A folder for the checked-out repositories of the workflows. */
  readonly workspaces: string;
  /** Those who use the functions; they come as soon as there is something to use. */
  readonly users: () => Users;
  /** For how long after a write some users may still meet what was there before, in milliseconds of the cloud's clock. */
  readonly settlingMs: number;
  readonly signal: AbortSignal;
}

/**
 * Plays one chapter: has what was pushed looked at, runs the actions from their bundles where that concerns anything, and looks
 * at what became of it.
 */
export async function play(chapter: Staged, earlier: readonly Played[], scene: Scene): Promise<Played> {
  const { cloud, lambda, narrator, settlingMs, signal } = scene;
  tellChapter(
    chapter,
    earlier.map((one) => one.chapter),
    narrator,
  );
  if (chapter.meanwhile === 'more-memory') await giveMoreMemory(lambda);
  const workflows = workflowsOf(chapter, earlier, scene);
  const detections: (Detection | undefined)[] = [];
  for (const workflow of workflows) detections.push(await beginningOf(workflow, scene));
  const concerned = detections.every((detection) => detection === undefined || goesOn(detection));
  if (concerned && detections.some(Boolean)) narrator.gap();
  const runs = concerned ? await runSteps(chapter, workflows, earlier, scene) : [];
  await cloud.clock.sleep(settlingMs, signal);
  const live = await Promise.all(functionNames.map((functionName) => liveNow(functionName, scene)));
  signal.throwIfAborted();
  const played: Played = { chapter, detections, runs, live };
  tellEnding(played, findingsOf(played), narrator);
  return played;
}

/** A step as the workflow has it that a push, or a person, has started. */
interface Workflow {
  readonly step: StagedStep;
  readonly number: number;
  readonly workspace: string;
}

function workflowsOf({ steps }: Staged, earlier: readonly Played[], { workspaces }: Scene): Workflow[] {
  const before = earlier.reduce((count, { chapter }) => count + chapter.steps.length, 0);
  return steps.map((step, index) => {
    const number = before + index + 1;
    return { step, number, workspace: path.join(workspaces, String(number)) };
  });
}

/** What a workflow does first: looks at its push. */
async function beginningOf({ step, ...place }: Workflow, scene: Scene): Promise<Detection | undefined> {
  if (!step.push) {
    await mkdir(place.workspace);
    return undefined;
  }
  const { cloud, repository, signal, narrator } = scene;
  const detection = await detect(step.push, { ...place, cloud, repository, signal });
  tellDetection(detection, step.by, narrator);
  return detection;
}

/** Runs the steps of a chapter: one after another, or two against each other. When one breaks off, none goes on. */
async function runSteps(
  chapter: Staged,
  workflows: readonly Workflow[],
  earlier: readonly Played[],
  scene: Scene,
): Promise<Run[]> {
  const brokenOff = new AbortController();
  const signal = AbortSignal.any([scene.signal, brokenOff.signal]);
  const started: Promise<Run>[] = [];
  const runners = workflows.map(({ step: { action, inputs, push, by }, number, workspace }) => ({
    number,
    start() {
      const isTold = digest(scene.told);
      const one = run({
        action,
        inputs: withOutputs(inputs, outputsOfLastPromotion(earlier)),
        number,
        workspace,
        ...(push && { env: environmentOf(push, { repository: scene.repository, workspace }) }),
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

function outputsOfLastPromotion(earlier: readonly Played[]): Run['outputs'] {
  const promoted = earlier.flatMap(({ runs }) => runs).filter(({ outputs }) => outputs.outcome === 'promoted');
  return promoted.at(-1)?.outputs ?? {};
}

async function liveNow(functionName: string, { lambda, users }: Scene): Promise<Live> {
  const { version, split } = await aliasOf(lambda, functionName);
  const release = version ? (await users().visit(functionName)).release : '';
  return { functionName, version, release, split };
}
