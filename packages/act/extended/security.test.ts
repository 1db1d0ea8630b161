import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { EndedRun } from '../src/ended.ts';
import type { Event } from '../src/event/event.ts';
import { findAct } from '../src/program.ts';
import { type Session, startSession } from '../src/session.ts';
import { setupOf } from '../src/setup/setup.ts';
import { buildTree, ownRepository } from '../src/tree.ts';
import { commitTo, gitIn } from '../test/support/repositories.ts';
import { removeFolders, repositoryOf, scratchFolder } from './support.ts';

afterAll(removeFolders);

const root = path.resolve(import.meta.dirname, '../../..');
const example = path.join(root, 'examples/security');
const sources = ['.github', 'src', 'eslint.config.mjs', 'package.json', 'package-lock.json'];
const minutes = 10 * 60_000;

/** Found by its form, and never a real one. */
const token = `ghp_${'0aB9'.repeat(9)}`;

let folder: string;
let session: Session;

beforeAll(async () => {
  const scratch = scratchFolder();
  folder = repositoryOf({ 'README.md': 'Offers' });
  const tree = path.join(scratch, 'tree');
  await buildTree(root, tree);
  session = await startSession({
    program: await findAct(process.env),
    folder,
    tree,
    own: [ownRepository],
    setup: setupOf(parse(readFileSync(path.join(example, 'act-setup.yml'), 'utf8')), 'offers'),
    standInsFolder: path.join(root, 'examples/stand-ins'),
    nodeFolder: path.dirname(process.execPath),
    scale: 20,
    signal: new AbortController().signal,
    hears: { fact() {}, begins() {}, line() {} },
  });
}, minutes);

afterAll(async () => {
  await session?.stop();
});

/** A commit with the sources as they are in the example, with some of its `commits` on top. */
function change(...layers: readonly string[]): void {
  for (const name of ['src', '.npmrc']) rmSync(path.join(folder, name), { recursive: true, force: true });
  for (const name of sources) cpSync(path.join(example, name), path.join(folder, name), { recursive: true });
  for (const layer of layers) cpSync(path.join(example, 'commits', layer), folder, { recursive: true });
}

interface Happened {
  readonly jobs: Readonly<Record<string, string>>;
  /** Outputs of the step that decides, and of the one that uploads. */
  readonly findings: Readonly<Record<string, string>>;
  readonly upload: Readonly<Record<string, string>>;
  readonly problems: EndedRun['problems'];
}

async function happens(name: string, given: Partial<Event> = {}): Promise<Happened> {
  commitTo(folder, {});
  const ended = await session.happens({ name, actor: 'mona', inputs: {}, ...given }, []);
  expect(ended.refused).toEqual([]);
  const [run] = ended.runs;
  if (!run) throw new Error('no run was started');
  // Neither a log, an output nor a summary has it.
  expect(JSON.stringify(run.record)).not.toContain(token);
  const outputsOf = (job: string, has: string) =>
    run.record.jobs
      .filter(({ id }) => id === job)
      .flatMap(({ steps }) => steps)
      .find(({ stage, outputs }) => stage === 'Main' && has in outputs)?.outputs ?? {};
  return {
    jobs: Object.fromEntries(run.judged.map(({ id, act }) => [id, act])),
    findings: outputsOf('scan', 'verdict'),
    upload: outputsOf('upload', 'outcome'),
    problems: run.problems,
  };
}

/** The Security tab: rules of alerts of a ref, by their state. */
async function alerts(ref = 'refs/heads/main'): Promise<Readonly<Record<string, readonly string[]>>> {
  const address = `${session.github.endpoint}/repos/octo/offers/code-scanning/alerts?ref=${ref}&per_page=100`;
  const answer = await fetch(address, { headers: { authorization: `bearer ${session.github.token}` } });
  const text = await answer.text();
  expect(text).not.toContain(token);
  const all = JSON.parse(text) as readonly { readonly state: string; readonly rule: { readonly id: string } }[];
  const rules = (state: string) => all.filter((each) => each.state === state).map(({ rule }) => rule.id);
  return { open: rules('open').sort(), fixed: rules('fixed').sort() };
}

const weak = ['B311', 'GHSA-j8xg-fqg3-53r7'];

test(
  'what is no reason to stop passes, and stands in the Security tab',
  async () => {
    change();
    const { jobs, findings, upload, problems } = await happens('push');
    expect(problems).toEqual([]);
    expect(jobs).toEqual({ scan: 'success', upload: 'success' });
    expect(findings).toMatchObject({ verdict: 'pass', findings: '2' });
    expect(upload).toMatchObject({ outcome: 'uploaded', sent: '2' });
    expect(await alerts()).toEqual({ open: weak, fixed: [] });
  },
  minutes,
);

test(
  'an eval and a token block, against what main had, and are uploaded all the same',
  async () => {
    change('2-formulas');
    writeFileSync(path.join(folder, 'src/shop.mjs'), `export const token = '${token}';\n`);
    const { jobs, findings, upload } = await happens('push');
    expect(jobs).toEqual({ scan: 'failure', upload: 'success' });
    expect(findings).toMatchObject({ verdict: 'block', blocking: '2', new: '2', findings: '4' });
    expect(upload).toMatchObject({ outcome: 'uploaded', sent: '4' });
    expect((await alerts()).open).toEqual([...weak, 'github-pat', 'no-eval']);
  },
  minutes,
);

test(
  'an audit that got no answer is no clean one: its alert stays, while those that are fixed close',
  async () => {
    change('3-table', 'registry-down');
    const { jobs, findings, upload } = await happens('push');
    expect(jobs).toEqual({ scan: 'failure', upload: 'failure' });
    expect(findings).toMatchObject({ verdict: 'incomplete', block: 'false', incomplete: '["npm-audit"]', fixed: '2' });
    expect(upload.outcome).toBe('rejected');
    expect(await alerts()).toEqual({ open: weak, fixed: ['github-pat', 'no-eval'] });
  },
  minutes,
);

test(
  'a pull request from a fork is judged as well, and its upload is skipped and green',
  async () => {
    change('3-table');
    expect((await happens('push')).findings).toMatchObject({ verdict: 'pass', new: '0' });
    gitIn(folder, 'switch', '--quiet', '--create', 'formulas');
    change('2-formulas');
    const { jobs, findings, upload } = await happens('pull_request', { actor: 'kim', fork: 'kim' });
    expect(jobs).toEqual({ scan: 'failure', upload: 'success' });
    expect(findings).toMatchObject({ verdict: 'block', blocking: '1', new: '1', findings: '3' });
    expect(upload.outcome).toBe('skipped');
    expect(await alerts('refs/pull/1/merge')).toEqual({ open: [], fixed: [] });
  },
  minutes,
);

test(
  'one of a branch is uploaded, for its merge commit',
  async () => {
    const { jobs, upload } = await happens('pull_request');
    expect(jobs).toEqual({ scan: 'failure', upload: 'success' });
    expect(upload.outcome).toBe('uploaded');
    expect((await alerts('refs/pull/1/merge')).open).toEqual([...weak, 'no-eval']);
  },
  minutes,
);
