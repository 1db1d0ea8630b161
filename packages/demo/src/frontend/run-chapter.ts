import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { LocalAws } from '@actions-aws/local-aws';
import { run } from '../stage/run.ts';
import type { Run } from '../story/story.ts';
import { digest } from '../terminal/digest.ts';
import type { Narrator } from '../terminal/narrator.ts';
import type { LogLine } from '../workflow/log-lines.ts';
import { buildSite, testSite } from './build.ts';
import type { SiteChapter, SiteStep } from './chapters.ts';
import type { EndedChapter, StepRun } from './findings.ts';
import { type SceneSites, variablesOf } from './sites.ts';
import { openTab, type Tab, type Visitors } from './visitors.ts';
import { inputsOf, type NeededJob } from './workflow.ts';

/** What chapters are run with. */
export interface SiteStage {
  readonly cloud: LocalAws;
  readonly sites: SceneSites;
  readonly visitors: Visitors;
  /** Folders for checkouts. */
  readonly workspaces: string;
  readonly narrator: Narrator;
  /** What the narrator has told of the actions' logs. */
  readonly told: Set<string>;
  readonly signal: AbortSignal;
}

/** A chapter that goes on. */
interface GoingOn {
  readonly chapter: SiteChapter;
  /** The number of its run. */
  readonly number: number;
  readonly workspace: string;
  readonly stage: SiteStage;
  /** What its jobs have said so far, by which later ones are given their inputs. */
  readonly needs: Record<string, NeededJob>;
}

/** Runs one chapter: builds what is pushed, runs its steps until one is red, and looks at what all hosts serve. */
export async function runChapter(chapter: SiteChapter, number: number, stage: SiteStage): Promise<EndedChapter> {
  const { sites, visitors, narrator, cloud, signal } = stage;
  narrator.chapter(number, chapter.title);
  narrator.paragraph(chapter.about);
  narrator.gap();
  const workspace = path.join(stage.workspaces, `push-${number}`);
  await mkdir(workspace);
  if (chapter.layers) await buildSite(chapter.layers, workspace, signal);
  const tab = await tabBefore(chapter, number, sites);
  const goingOn: GoingOn = { chapter, number, workspace, stage, needs: {} };
  const steps: StepRun[] = [];
  for (const step of Object.keys(chapter.steps) as SiteStep[]) {
    const ran = step === 'e2e' ? await runTests(goingOn) : await runAction(step, goingOn);
    steps.push(ran);
    if (!ran.green) break;
  }
  const missingOfTab = (await tab?.missingNow()) ?? [];
  const [test, app] = [await visitors.askAll(sites.test), await visitors.askAll(sites.app)];
  signal.throwIfAborted();
  narrator.gap();
  return { chapter, number, steps, serves: { test, app }, missingOfTab, ended: cloud.clock.now() };
}

/** A tab that is opened before a release replaces the one that it belongs to. */
async function tabBefore({ steps }: SiteChapter, number: number, { app }: SceneSites): Promise<Tab | undefined> {
  return number > 1 && steps['frontend-promote'] === 'promoted' ? openTab(app) : undefined;
}

async function runTests({ workspace, stage, needs }: GoingOn): Promise<StepRun> {
  const { sites, narrator, signal } = stage;
  const release = needs.stage?.outputs['release-id'] ?? '';
  const { passed, said } = await testSite(workspace, { url: sites.test.url, release }, signal);
  narrator.log({ kind: 'heading', text: 'node e2e/e2e.mjs' });
  for (const line of said.split('\n').slice(0, 5)) narrator.log({ kind: passed ? 'text' : 'error', text: line });
  needs.e2e = { result: passed ? 'success' : 'failure', outputs: passed ? { 'release-id': release } : {} };
  return { step: 'e2e', outcome: passed ? 'passed' : 'failed', green: passed, said };
}

async function runAction(step: Exclude<SiteStep, 'e2e'>, goingOn: GoingOn): Promise<StepRun> {
  const { number, workspace, stage, needs } = goingOn;
  const { cloud, sites, narrator, told, signal } = stage;
  const isTold = digest(told);
  const ran: Run = await run({
    action: step,
    inputs: inputsOf(step, { vars: variablesOf(sites), needs, inputs: { to: 'previous' } }),
    number,
    workspace,
    cloud,
    onAws: true,
    onLog(line: LogLine) {
      if (isTold(line)) narrator.log(line);
    },
    signal,
  });
  const { outcome = '' } = ran.outputs;
  const green = ran.exitCode === 0;
  if (step === 'frontend-stage') needs.stage = { result: green ? 'success' : 'failure', outputs: ran.outputs };
  return { step, outcome: outcome || 'nothing', green, run: ran };
}
