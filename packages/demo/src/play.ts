import path from 'node:path';
import type { LocalAws } from '@actions-aws/local-aws';
import { startBundle } from '@actions-aws/testing';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Staged } from './chapters.ts';
import { checkOut, root } from './checkout.ts';
import { giveMoreMemory, liveVersion } from './infrastructure.ts';
import { logLines } from './log-lines.ts';
import { stepYaml } from './step-yaml.ts';
import { type Finding, findingsOf, type Played, type Run, sample } from './story.ts';
import type { Narrator } from './terminal.ts';
import type { Users } from './users.ts';

/** What a chapter is played with. */
export interface Scene {
  readonly cloud: LocalAws;
  /** Acts for infrastructure code and for whoever looks; not for the actions. */
  readonly lambda: LambdaClient;
  readonly narrator: Narrator;
  /** The checked-out repository of the workflow. */
  readonly workspace: string;
  /** Those who use the function; they come as soon as there is something to use. */
  readonly users: () => Users;
  readonly signal: AbortSignal;
}

/** Plays one chapter: checks the code out, runs the action from its bundle, and looks at what became of it. */
export async function play(chapter: Staged, number: number, scene: Scene): Promise<Played> {
  const { cloud, lambda, narrator, users, signal } = scene;
  narrator.chapter(number, chapter.title);
  narrator.paragraph(chapter.about);
  narrator.verbatim(stepYaml(chapter.action, chapter.inputs));
  if (chapter.commit) await checkOut(chapter.commit, scene.workspace);
  if (chapter.meanwhile === 'more-memory') await giveMoreMemory(lambda);

  const run = await runStep(chapter, number, scene);
  const decided = (await aliasWritten(cloud, run)) ?? run.ended;
  const live = await liveVersion(lambda);
  const finds = live ? (await users().search(sample)).slice(0, 3) : [];
  signal.throwIfAborted();

  const played: Played = { chapter, run, decided, live, finds };
  tell(played, findingsOf(played), narrator);
  return played;
}

async function runStep(chapter: Staged, number: number, { cloud, narrator, workspace, signal }: Scene): Promise<Run> {
  signal.throwIfAborted();
  const began = cloud.clock.now();
  let unfinished = '';
  const running = startBundle({
    action: path.join(root, 'actions', chapter.action),
    inputs: chapter.inputs,
    workspace,
    cloud,
    // Each chapter is a later run of the same workflow.
    env: { GITHUB_RUN_ID: String(1000 + number), GITHUB_RUN_NUMBER: String(number) },
    onPrint(text) {
      const lines = `${unfinished}${text}`.split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) for (const shown of logLines(line)) narrator.log(shown);
    },
  });
  const stop = () => running.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const { exitCode, outputs, summary, stdout, stderr, state, post } = await running.ended;
    signal.throwIfAborted();
    const after = Object.keys(state).length > 0 ? await post() : undefined;
    return {
      // Nothing but a signal leaves no exit code, and a signal is no success.
      exitCode: exitCode ?? 1,
      outputs,
      summary: summary + (after?.summary ?? ''),
      log: stdout + stderr + (after ? after.stdout + after.stderr : ''),
      began,
      ended: cloud.clock.now(),
    };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** When the alias was last written during a run, as the cloud's journal has it. */
async function aliasWritten(cloud: LocalAws, { began, ended }: Run): Promise<number | undefined> {
  const writes = (await cloud.control.journal()).filter(
    ({ operation, resource, effect, time }) =>
      /^(Create|Update)Alias$/.test(operation) &&
      resource.endsWith(':live') &&
      effect &&
      time >= began &&
      time <= ended,
  );
  return writes.at(-1)?.time;
}

function tell({ chapter, run, finds }: Played, findings: readonly Finding[], narrator: Narrator): void {
  const took = `${((run.ended - run.began) / 1000).toFixed(1)} s`;
  const wrong = findings.filter(({ held }) => !held);
  const outcome = `${run.outputs.outcome || 'failed'} after ${took}`;
  narrator.gap();
  narrator.verdict(run.exitCode === 0, run.exitCode === 0 ? outcome : `${outcome}: the workflow's step is red`);
  for (const { expected, found } of wrong) narrator.verdict(false, `Not as told: ${expected}; it was ${found}.`);
  if (wrong.length === 0) narrator.paragraph(chapter.moral);
  if (finds.length > 0) narrator.paragraph(`Whoever searches for "${sample}" now finds: ${finds.join(' · ')}`);
}
