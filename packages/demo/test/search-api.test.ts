import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseManifest } from '@actions-aws/testing';
import { parse } from 'yaml';
import { checkOut, root } from '../src/checkout.ts';

const example = path.join(root, 'examples/search-api');

describe('the example', () => {
  test('passes its own tests', () => {
    // jest's NODE_OPTIONS are not those of the example.
    const { status, stdout } = spawnSync(process.execPath, ['--test'], {
      cwd: example,
      env: { ...process.env, NODE_OPTIONS: '' },
      encoding: 'utf8',
    });
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(/pass 4/);
  });

  test('ranks better with commit 2, and cannot work without its environment with commit 3', async () => {
    expect((await searchAt(1)).hits[0]?.title).toBe('Robinson Crusoe');
    expect((await searchAt(2)).hits[0]?.title).toBe('Twenty Thousand Leagues Under the Sea');
    expect((await searchAt(3)).statusCode).toBe(500);
    const ocean = await searchAt(3, { SYNONYMS: '{"ocean":["sea"]}' }, 'ocean');
    expect(ocean.hits[0]?.title).toBe('Twenty Thousand Leagues Under the Sea');
  });

  test('gives the actions only inputs that they have, and asks only for outputs that they set', async () => {
    const { jobs } = await workflow();
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const ours = steps.filter(({ uses }) => uses?.startsWith('org/actions/'));
    expect(ours.map(({ uses }) => uses)).toEqual(['org/actions/lambda-promote@v1', 'org/actions/lambda-rollback@v1']);
    for (const { uses, with: given } of ours) {
      const { inputs = {} } = await manifestOf(uses!.replace(/^org\/actions\/|@.*$/g, ''));
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given ?? {})));
      const required = Object.keys(inputs).filter((name) => inputs[name]?.required === 'true');
      expect(Object.keys(given ?? {})).toEqual(expect.arrayContaining(required));
    }
    const { outputs = {} } = await manifestOf('lambda-promote');
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(Object.keys(jobs.promote?.outputs ?? {})));
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
      ['build', { contents: 'read' }],
      ['promote', { 'id-token': 'write' }],
      ['e2e', {}],
      ['roll-back', { 'id-token': 'write' }],
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

/** What a search at a commit answers, asked in a process of its own. */
async function searchAt(commit: 1 | 2 | 3, env: Record<string, string> = {}, query = 'sea') {
  const folder = await mkdtemp(path.join(tmpdir(), 'search-api-test-'));
  try {
    await checkOut(commit, folder);
    const event = {
      rawPath: '/api/v1/search',
      queryStringParameters: { q: query },
      requestContext: { http: { method: 'GET' } },
    };
    const script = `import('./src/index.mjs').then(({ handler }) => handler(${JSON.stringify(event)})).then((answer) => console.log(JSON.stringify(answer)))`;
    const { stdout } = spawnSync(process.execPath, ['--eval', script], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      encoding: 'utf8',
    });
    const { statusCode, body } = JSON.parse(stdout) as { statusCode: number; body: string };
    const { hits = [] } = JSON.parse(body) as { hits?: { title: string }[] };
    return { statusCode, hits };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
