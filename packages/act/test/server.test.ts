import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { askingJobs, type LocalGitHub, startLocalGitHub } from '@actions-aws/local-github';
import { writePreload } from '../src/preload.ts';
import { type Server, startServer } from '../src/server.ts';
import { asInFork, type RunTokens, tokensOf } from '../src/tokens.ts';
import { commitTo, repositoryAt } from './support/repositories.ts';

const workflow = `
on: push
permissions: {}
jobs:
  reads: { permissions: { contents: read }, runs-on: ubuntu-latest, steps: [] }
  asks: { permissions: { actions: read }, runs-on: ubuntu-latest, steps: [] }
  none: { runs-on: ubuntu-latest, steps: [] }
`;

let scratch: string;
let server: Server;
let github: LocalGitHub;
let tokens: RunTokens;
beforeEach(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), 'served-'));
  server = await startServer(scratch, 'octo/search');
  github = await startLocalGitHub({
    repository: { owner: 'octo', ownerId: 1, name: 'search', id: 2, immutableSubjects: false },
    now: () => Date.now(),
    directory: server.directory,
  });
  const jobs = askingJobs(workflow, () => undefined);
  tokens = tokensOf(jobs, github, server);
});
afterEach(async () => {
  await server.stop();
  await github.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** The branch main as the server has it, asked with a token as git sends it. */
async function mainFor(token = ''): Promise<string> {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const header = `http.extraHeader=AUTHORIZATION: basic ${basic}`;
  const args = ['-c', header, 'ls-remote', `${server.url}/octo/search`, 'refs/heads/main'];
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const { stdout } = await promisify(execFile)('git', args, { encoding: 'utf8', env });
  return stdout.slice(0, 40);
}

async function statusOf(below: string, token: string): Promise<number> {
  const headers = { authorization: `bearer ${token}` };
  return (await fetch(`${github.endpoint}/repos/octo/search${below}`, { headers })).status;
}

/** What a program at a path sees as the token that was handed to it. */
async function seenBy(program: string, job: string): Promise<string> {
  const file = path.join(scratch, program);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, 'process.stdout.write(process.env.INPUT_TOKEN)');
  const options = await writePreload(scratch, ['org/actions'], { scaledTime: '', settings: '', scale: 1, tokens });
  const env = { ...process.env, NODE_OPTIONS: options, GITHUB_JOB: job, INPUT_TOKEN: tokens.shared };
  return (await promisify(execFile)(process.execPath, [file], { encoding: 'utf8', env })).stdout;
}

test('an action has the token of its job, and a script that of the run', async () => {
  expect(await seenBy('actions/org-actions@v1/dist/index.js', 'reads')).toBe(tokens.byJob.reads);
  expect(await seenBy('actions/docker-build-push-action@abc/index.mjs', 'none')).toBe(tokens.byJob.none);
  expect(await seenBy('work/script.mjs', 'reads')).toBe(tokens.shared);
});

test('the repository is that of the last event, for git and for the API', async () => {
  const first = repositoryAt(path.join(scratch, 'one'), { 'a.txt': 'one' });
  const one = commitTo(first, { 'a.txt': 'two' });
  await server.show(first);
  const token = tokens.byJob.reads ?? '';
  expect(await statusOf(`/commits/${one}`, token)).toBe(200);
  const two = commitTo(repositoryAt(path.join(scratch, 'two'), {}), { 'b.txt': 'other' });
  expect(await statusOf(`/commits/${two}`, token)).not.toBe(200);
  await server.show(path.join(scratch, 'two'));
  expect(await statusOf(`/commits/${two}`, token)).toBe(200);
});

test('a job’s token may do what the job may, and that of a script what any job may', async () => {
  const folder = repositoryAt(path.join(scratch, 'one'), {});
  const sha = commitTo(folder, { 'a.txt': 'a' });
  await server.show(folder);
  const { byJob, shared } = tokens;
  const may = (token = '') => Promise.all(['/actions/runs', '/commits/main'].map((each) => statusOf(each, token)));
  expect(await may(byJob.reads)).toEqual([403, 200]);
  expect(await may(byJob.asks)).toEqual([200, 403]);
  expect(await may(byJob.none)).toEqual([403, 403]);
  expect(await may(shared)).toEqual([200, 200]);
  expect(await mainFor(byJob.reads)).toBe(sha);
  for (const token of [byJob.asks, byJob.none, 'made-up'])
    await expect(mainFor(token)).rejects.toThrow(/could not read Username|Authentication failed/);
});

test('a job’s token may upload results, unless the pull request is from a fork: then it may read them', async () => {
  const text = `
on: pull_request
jobs:
  upload: { permissions: { id-token: write, security-events: write }, runs-on: ubuntu-latest, steps: [] }
`;
  const jobs = askingJobs(text, () => undefined);
  const foreign = jobs.map(asInFork);
  expect([jobs, foreign].map(([job]) => job?.mayAsk)).toEqual([true, false]);
  const answers = async (token = '') => {
    const headers = { authorization: `bearer ${token}` };
    const at = `${github.endpoint}/repos/octo/search/code-scanning`;
    const sent = await fetch(`${at}/sarifs`, { method: 'POST', headers, body: '{}' });
    const read = await fetch(`${at}/alerts`, { headers });
    return [sent.status, read.status];
  };
  // Who may is told that nothing was sent, and that nothing is there yet.
  expect(await answers(tokensOf(jobs, github, server).byJob.upload)).toEqual([422, 404]);
  expect(await answers(tokensOf(foreign, github, server).byJob.upload)).toEqual([403, 404]);
});
