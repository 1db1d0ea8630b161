import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { LocalAws } from '@actions-aws/local-aws';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { functionNames, type Staged } from '../story/chapters.ts';
import { findingsOf } from '../story/findings.ts';
import type { Live, Played, Run } from '../story/story.ts';
import { digest } from '../terminal/digest.ts';
import type { Narrator } from '../terminal/narrator.ts';
import { tellChapter, tellEnding } from '../terminal/telling.ts';
import { withOutputs } from '../workflow/expressions.ts';
import type { LogLine } from '../workflow/log-lines.ts';
import { checkOut } from './checkout.ts';
import { aliasOf, giveMoreMemory } from './infrastructure.ts';
import { race } from './race.ts';
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
  /** An empty folder, for the checked-out repositories of the workflows. */
  readonly workspaces: string;
  /** Those who use the functions; they come as soon as there is something to use. */
  readonly users: () => Users;
  /** For how long after a write some users may still meet what was there before, in milliseconds of the cloud's clock. */
  readonly settlingMs: number;
  readonly signal: AbortSignal;
}

/** Plays one chapter: checks the code out, runs the actions from their bundles, and looks at what became of it. */
export async function play(chapter: Staged, earlier: readonly Played[], scene: Scene): Promise<Played> {
  const { cloud, lambda, narrator, settlingMs, signal } = scene;
  tellChapter(
    chapter,
    earlier.map((one) => one.chapter),
    narrator,
  );
  if (chapter.meanwhile === 'more-memory') await giveMoreMemory(lambda);
  const runs = await runSteps(chapter, earlier, scene);
  await cloud.clock.sleep(settlingMs, signal);
  const live = await Promise.all(functionNames.map((functionName) => liveNow(functionName, scene)));
  signal.throwIfAborted();
  const played: Played = { chapter, runs, live };
  tellEnding(played, findingsOf(played), narrator);
  return played;
}

/** Runs the steps of a chapter: one after another, or two against each other. When one breaks off, none goes on. */
async function runSteps(chapter: Staged, earlier: readonly Played[], scene: Scene): Promise<Run[]> {
  const brokenOff = new AbortController();
  const signal = AbortSignal.any([scene.signal, brokenOff.signal]);
  const before = earlier.reduce((count, { runs }) => count + runs.length, 0);
  const started: Promise<Run>[] = [];
  const runners = chapter.steps.map(({ action, inputs, commit, by }, index) => {
    const number = before + index + 1;
    const workspace = path.join(scene.workspaces, String(number));
    const begin = async () => {
      await mkdir(workspace);
      if (commit) await checkOut(commit, workspace);
      const given = withOutputs(inputs, outputsOfLastPromotion(earlier));
      const isTold = digest(scene.told);
      const onLog = (line: LogLine) => {
        if (isTold(line)) scene.narrator.log(line, by);
      };
      return run({ action, inputs: given, number, workspace, cloud: scene.cloud, onLog, signal });
    };
    return {
      number,
      start() {
        const one = begin();
        started.push(one);
        return one;
      },
    };
  });
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
