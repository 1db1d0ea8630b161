import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeAction, parseManifest, wrongValues } from '@actions-aws/testing';
import { parse } from 'yaml';
import { checkOut, root } from '../src/stage/checkout.ts';
import { makeRepository, type Repository } from '../src/stage/repository.ts';
import { type Commit, chapters } from '../src/story/chapters.ts';
import { asZips } from '../src/story/zips.ts';
import { workflowSteps } from '../src/workflow/steps.ts';

const example = path.join(root, 'examples/search-api');

let server: string;
let repository: Repository;
beforeAll(() => {
  server = mkdtempSync(path.join(tmpdir(), 'search-api-server-'));
  repository = makeRepository(server);
});
afterAll(() => rmSync(server, { recursive: true, force: true }));

describe('the example', () => {
  test('passes its own tests', () => {
    // jest's NODE_OPTIONS are not those of the example.
    const { status, stdout } = spawnSync(process.execPath, ['--test'], {
      cwd: example,
      env: { ...process.env, NODE_OPTIONS: '' },
      encoding: 'utf8',
    });
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(/pass 10/);
  });

  test('ranks better with commit 2, and wants another format of entries', async () => {
    expect((await searchAt(1)).hits[0]?.title).toBe('Robinson Crusoe');
    expect((await searchAt(2)).hits[0]?.title).toBe('Twenty Thousand Leagues Under the Sea');
    const { entry } = await answerAt(1, 'indexer', { book });
    expect(await answerAt(1, 'scheduler', { entries: [entry] })).toEqual({ release: 1, due: [] });
    expect(await answerAt(2, 'scheduler', { entries: [entry] })).toEqual({ release: 2, due: ['Emma'] });
  });

  test('cannot index without its environment with commit 3, and is well otherwise', async () => {
    expect(await answerAt(3, 'indexer', { book })).toEqual({ error: 'The environment variable SYNONYMS is not set.' });
    const { entry } = await answerAt(3, 'indexer', { book }, { SYNONYMS: '{"errs":["fails"]}' });
    expect(entry).toMatchObject({ title: 'Emma', words: { errs: 1, fails: 1 } });
    expect((await searchAt(3)).statusCode).toBe(200);
  });

  test('fails with plus signs with commit 4, and with nothing that a smoke test tries', async () => {
    expect(await searchAt(4, '+sea +captain')).toEqual({ error: expect.stringContaining('Nothing to repeat') });
    expect((await searchAt(4, 'whale')).hits[0]?.title).toBe('Moby-Dick');
    expect((await searchAt(5, '+sea +captain')).statusCode).toBe(200);
  });

  test.each([1, 2, 3, 4, 5, 6] as const)('says in every answer of commit %d which release it is', async (commit) => {
    expect((await searchAt(commit)).headers['x-release']).toBe(String(commit));
    expect((await answerAt(commit, 'scheduler', { entries: [] })).release).toBe(commit);
  });

  // What they are given is judged with every other example, in packages/workspace/test/examples.test.ts.
  test('uses all actions, and asks of a promotion only for outputs that it sets', async () => {
    const { jobs } = await workflow();
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const ours = steps.filter(({ uses }) => uses?.startsWith('org/actions/'));
    expect(ours.map(({ uses }) => uses)).toEqual([
      'org/actions/detect-changes@v1',
      'org/actions/lambda-promote@v1',
      'org/actions/lambda-rollback@v1',
      'org/actions/image-tag@v1',
      'org/actions/image-promote@v1',
    ]);
    const { outputs = {} } = await manifestOf('lambda-promote');
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(Object.keys(jobs.promote?.outputs ?? {})));
  });

  test('is promoted in the story by inputs that the actions read', async () => {
    const steps = [...chapters, ...asZips(chapters)].flatMap((chapter) => chapter.steps).flatMap(workflowSteps);
    for (const { action, inputs } of steps.filter((step) => !step.action.includes('/'))) {
      const described = await describeAction(path.join(root, 'actions', action));
      expect({ action, wrong: await wrongValues(described, inputs) }).toEqual({ action, wrong: [] });
    }
  });

  test('pins foreign actions by commit, with the version beside it, and as our own workflows do', async () => {
    const pin = /uses: (?!org\/)(\S+)@(\S+)(?: # (\S+))?/g;
    const ours = await readFile(path.join(root, '.github/workflows/ci.yml'), 'utf8');
    const known = new Map([...ours.matchAll(pin)].map(([, action, commit]) => [action, commit]));
    for (const [, action, commit, version] of (await workflowText()).matchAll(pin)) {
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
      expect(version).toMatch(/^v\d+\.\d+\.\d+$/);
      expect(commit).toBe(known.get(action) ?? commit);
    }
  });

  test('gives no job more permissions than it needs', async () => {
    const { permissions, jobs } = await workflow();
    expect(permissions).toEqual({});
    expect(Object.entries(jobs).map(([name, job]) => [name, job.permissions])).toEqual([
      ['changes', { contents: 'read', actions: 'read' }],
      ['build', { contents: 'read' }],
      ['promote', { 'id-token': 'write' }],
      ['e2e', {}],
      ['roll-back', { 'id-token': 'write' }],
      ['image', { contents: 'read', 'id-token': 'write' }],
    ]);
  });
});

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: unknown;
        readonly outputs?: Readonly<Record<string, string>>;
        readonly steps: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>> }[];
      }
    >
  >;
}

function workflowText(): Promise<string> {
  return readFile(path.join(example, '.github/workflows/deploy.yml'), 'utf8');
}

async function workflow(): Promise<Workflow> {
  return parse(await workflowText());
}

async function manifestOf(action: string) {
  return parseManifest(await readFile(path.join(root, 'actions', action, 'action.yml'), 'utf8'));
}

const book = { title: 'Emma', author: 'Jane Austen', about: 'A matchmaker errs' };

/** What a search at a commit answers. */
async function searchAt(commit: Commit, q = 'sea') {
  const event = {
    rawPath: '/api/v1/search',
    queryStringParameters: { q },
    requestContext: { http: { method: 'GET' } },
  };
  const answer = await answerAt(commit, 'index', event);
  return answer.body ? { ...answer, ...JSON.parse(answer.body) } : answer;
}

/** What a function at a commit answers, asked in a process of its own. */
async function answerAt(commit: Commit, module: string, event: unknown, env: Record<string, string> = {}) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'search-api-test-'));
  const folder = path.join(scratch, 'checkout');
  try {
    await checkOut(repository.url, repository.pushOf(commit).after, folder);
    const script = `import('./src/${module}.mjs')
      .then(({ handler }) => handler(${JSON.stringify(event)}))
      .catch(({ message }) => ({ error: message }))
      .then((answer) => console.log(JSON.stringify(answer)))`;
    const { stdout } = spawnSync(process.execPath, ['--eval', script], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      encoding: 'utf8',
    });
    return JSON.parse(stdout);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
