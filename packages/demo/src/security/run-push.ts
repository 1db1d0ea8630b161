import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LocalGitHub } from '@actions-aws/local-github';
import { startBundle } from '@actions-aws/testing';
import type { History } from '@actions-aws/testing/git';
import { checkOut, root } from '../stage/checkout.ts';
import { changesOf, filesBelow } from '../stage/repository.ts';
import type { Narrator } from '../terminal/narrator.ts';
import { logLines } from '../workflow/log-lines.ts';
import { openAlerts } from './alerts.ts';
import { type Expected, madeUpToken, type SecurityPush } from './pushes.ts';
import { scan, scansInput } from './scanners.ts';

/** What is there for all pushes. */
export interface SecurityStage {
  readonly github: LocalGitHub;
  readonly history: History;
  /** A folder for checkouts and reports. */
  readonly workspaces: string;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

/** What one push left for the next. */
export interface Left {
  readonly files: Readonly<Record<string, string>>;
  /** The aggregate, which is the next baseline. */
  readonly baseline?: string;
  /** The page with all findings. */
  readonly page?: string;
  readonly asTold: boolean;
}

const example = path.join(root, 'examples/security');
const sources = ['src', 'eslint.config.mjs', 'package.json', 'package-lock.json'];
export const repository = 'octo/offers';

/** Pushes a commit, and runs the steps of its workflow: the scanners, the gate, and the upload also after a red gate. */
export async function runPush(push: SecurityPush, number: number, before: Left, stage: SecurityStage): Promise<Left> {
  const { github, history, workspaces, narrator, signal } = stage;
  narrator.chapter(number, push.title);
  narrator.paragraph(push.about);
  narrator.gap();
  const files = filesOf(push);
  const sha = history.commit('main', changesOf(before.files, files), { message: push.subject });
  const workspace = path.join(workspaces, `offers-${number}`);
  const temp = path.join(workspaces, `temp-${number}`);
  await checkOut(pathToFileURL(history.directory).href, sha, workspace);
  await mkdir(temp);
  const scanned = await scan(workspace, temp, signal);
  for (const { name, exitCode, bytes } of scanned)
    narrator.fact(name, `ends with ${exitCode}, and leaves a report of ${bytes} bytes`);
  narrator.gap();
  const runner = { GITHUB_SHA: sha, GITHUB_REPOSITORY: repository, GITHUB_API_URL: github.endpoint, RUNNER_TEMP: temp };
  const step = (action: string, inputs: Readonly<Record<string, string>>) =>
    runStep({ action, inputs, workspace, env: { ...runner, GITHUB_RUN_NUMBER: String(number) } }, stage);
  const gate = await step('sarif-aggregate', {
    scans: scansInput(scanned),
    'output-folder': 'findings',
    ...(before.baseline !== undefined && { baseline: await placed(before.baseline, workspace) }),
  });
  const { sarif = '', html = '', verdict = '', blocking, fixed, ...others } = gate.outputs;
  const upload = await step('sarif-upload', { sarif, token: github.token });
  const { outcome = '', sent } = upload.outputs;
  const found: Expected = {
    verdict: verdict as Expected['verdict'],
    upload: outcome as Expected['upload'],
    alerts: await openAlerts(github, repository),
  };
  narrator.gap();
  narrator.fact('gate', `${verdict}: ${blocking} block, ${others.new} are new, ${fixed} are fixed`);
  narrator.fact('upload', `${outcome}, ${sent} results`);
  narrator.fact('alerts', `open on main: ${found.alerts.join(', ') || 'none'}`);
  narrator.gap();
  const said = [gate, upload].flatMap((each) => [each.stdout, each.summary, JSON.stringify(each.outputs)]);
  const isKept = ![...said, ...Object.values(filesBelow(path.join(workspace, 'findings')))].some(isTokenIn);
  if (!isKept) narrator.verdict(false, 'Not as told: the token’s value is in a log or in a file.');
  if (!isAsTold(push.expected, found))
    narrator.verdict(false, `Not as told: ${sentence(push.expected)} was expected; it was ${sentence(found)}.`);
  const asTold = isKept && isAsTold(push.expected, found);
  if (asTold) narrator.paragraph(push.moral);
  return { files, asTold, ...(sarif !== '' && { baseline: sarif }), ...(html !== '' && { page: html }) };
}

function isTokenIn(text: string): boolean {
  return text.includes(madeUpToken);
}

/** Whether all of it is as it must be. */
export function isAsTold(expected: Expected, found: Expected): boolean {
  return sentence(expected) === sentence(found);
}

function sentence({ verdict, upload, alerts }: Expected): string {
  return `verdict ${verdict}, upload ${upload}, open alerts ${alerts.join(', ')}`;
}

/** The files of a push, by their paths. */
export function filesOf({ layers, hasToken }: SecurityPush): Record<string, string> {
  const own = Object.entries(filesBelow(example)).filter(([file]) => sources.includes(file.split('/')[0] ?? ''));
  const others = layers.map((layer) => filesBelow(path.join(example, 'commits', layer)));
  const token = hasToken ? { 'src/shop.mjs': `export const token = '${madeUpToken}';\n` } : {};
  return Object.assign(Object.fromEntries(own), ...others, token);
}

/** The baseline in the workspace, where a cache would have put it. */
async function placed(baseline: string, workspace: string): Promise<string> {
  await mkdir(path.join(workspace, 'findings'));
  await copyFile(baseline, path.join(workspace, 'findings/earlier.sarif'));
  return 'findings/earlier.sarif';
}

interface StepOfPush {
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs an action from its bundle, and tells its warnings and errors. Rejects when the signal aborts. */
async function runStep({ action, ...given }: StepOfPush, { narrator, signal }: SecurityStage) {
  signal.throwIfAborted();
  const running = startBundle({ action: path.join(root, 'actions', action), ...given });
  const stop = () => running.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const ended = await running.ended;
    signal.throwIfAborted();
    narrator.log({ kind: 'heading', text: action });
    for (const line of logLines(ended.stdout)) if (line.kind === 'error' || line.kind === 'warning') narrator.log(line);
    return ended;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
