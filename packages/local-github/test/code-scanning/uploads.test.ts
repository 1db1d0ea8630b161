import { gzipSync } from 'node:zlib';
import { type History, newHistory } from '@actions-aws/testing/git';
import { type Fault, readOnly } from '../../src/index.ts';
import { logOf, packed, result, resultAt, runOf } from '../support/sarif.ts';
import { type Scanning, scanning, sha } from '../support/scanning.ts';

let the: Scanning;
beforeAll(async () => {
  the = await scanning();
});
afterAll(() => the.stop());
afterEach(() => the.github.setCodeScanning({ availability: 'on', processingMs: 3000, hiddenMs: 0 }));

const good = logOf(runOf());

test('an upload is received, pending, and then complete', async () => {
  const earlier = the.github.requests.length;
  const receipt = await the.upload(good, {
    checkout_uri: 'file:///service/',
    started_at: '2026-01-01T00:00:00Z',
    tool_name: 'scanner',
    validate: false,
  });
  expect(receipt).toMatchObject({
    status: 202,
    value: { url: `${the.github.endpoint}/repos/octo/search/code-scanning/sarifs/${String(receipt.value.id)}` },
  });
  const status = async () => (await the.ask('GET', `/sarifs/${String(receipt.value.id)}`)).value;
  expect(await status()).toEqual({ processing_status: 'pending' });
  the.wait(2999);
  expect(await status()).toEqual({ processing_status: 'pending' });
  the.wait(1);
  expect(await status()).toEqual({
    processing_status: 'complete',
    analyses_url: `${the.github.endpoint}/repos/octo/search/code-scanning/analyses?sarif_id=${String(receipt.value.id)}`,
    errors: null,
  });
  expect((await the.ask('GET', '/sarifs/nowhere')).status).toBe(404);
  expect(the.github.requests.slice(earlier).map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET', 'GET']);
});

test('an upload may never end, and its id may be unknown at first', async () => {
  the.github.setCodeScanning({ processingMs: Number.POSITIVE_INFINITY, hiddenMs: 5000 });
  const { value } = await the.upload(good);
  const status = async () => the.ask('GET', `/sarifs/${String(value.id)}`);
  expect(await status()).toMatchObject({ status: 404 });
  the.wait(5000);
  expect(await status()).toMatchObject({ status: 200, value: { processing_status: 'pending' } });
  the.wait(365 * 86_400_000);
  expect(await status()).toMatchObject({ value: { processing_status: 'pending' } });
});

test.each<[string, Readonly<Record<string, unknown>>, number, string]>([
  ['no commit', { commit_sha: undefined }, 422, '"commit_sha" wasn\'t supplied'],
  ['a short SHA', { commit_sha: 'abc' }, 422, 'At least 40 characters are required; only 3 were supplied.'],
  ['a long SHA', { commit_sha: 'a'.repeat(64) }, 422, 'At most 40 characters'],
  ['a SHA of other letters', { commit_sha: 'g'.repeat(40) }, 422, 'does not match /^[0-9a-fA-F]+$/.'],
  ['no ref', { ref: undefined }, 422, '"ref" wasn\'t supplied'],
  ['a branch alone', { ref: 'main' }, 422, 'main does not match /^refs\\/(heads|pull|tags)\\/.*$/.'],
  ['a ref without a name', { ref: 'refs/heads/' }, 422, 'does not match'],
  ['a ref with a space', { ref: 'refs/heads/a b' }, 422, 'does not match'],
  ['a ref that git refuses', { ref: 'refs/heads/a..b' }, 422, 'does not match'],
  ['a pull request alone', { ref: 'refs/pull/7' }, 422, 'does not match'],
  ['another side of a pull request', { ref: 'refs/pull/7/base' }, 422, 'does not match'],
  ['a pull request without a number', { ref: 'refs/pull/x/merge' }, 422, 'does not match'],
  ['a remote ref', { ref: 'refs/remotes/origin/main' }, 422, 'does not match'],
  ['no SARIF', { sarif: undefined }, 422, '"sarif" wasn\'t supplied'],
  ['SARIF as an object', { sarif: good }, 422, 'is not a string'],
  ['empty SARIF', { sarif: '' }, 400, 'Base64'],
  ['SARIF that is not Base64', { sarif: JSON.stringify(good) }, 400, 'Base64'],
  ['Base64 with broken lines', { sarif: `${packed(good).slice(0, 76)}\n${packed(good).slice(76)}` }, 400, 'Base64'],
  ['no gzip', { sarif: Buffer.from(JSON.stringify(good)).toString('base64') }, 400, 'ZIP'],
  ['half of a gzip file', { sarif: gzipSync(JSON.stringify(good)).subarray(0, 40).toString('base64') }, 400, 'ZIP'],
  ['text that is not UTF-8', { sarif: gzipSync(Buffer.from([0x22, 0xff, 0x22])).toString('base64') }, 400, 'ZIP'],
  ['a checkout that is a path', { checkout_uri: '/work' }, 422, 'is not a valid uri'],
  ['a time that is none', { started_at: 'now' }, 422, 'is not a valid date-time'],
  ['a tool that is a number', { tool_name: 7 }, 422, 'is not a string'],
  ['validate as text', { validate: 'true' }, 422, 'is not a boolean'],
])('%s is refused', async (_, given, status, message) => {
  expect(await the.upload(good, given)).toMatchObject({
    status,
    value: { message: expect.stringContaining(message), status: String(status) },
  });
});

test.each(['refs/heads/main', 'refs/heads/feature/x', 'refs/tags/v1.0', 'refs/pull/7/merge', 'refs/pull/7/head'])(
  'the ref %s is taken',
  async (ref) => {
    expect((await the.upload(good, { ref })).status).toBe(202);
  },
);

test('a gzip file over 10 MB is refused, however long its text is', async () => {
  const small = await scanning({ caps: { sarifBytes: packed(good).length } });
  try {
    expect((await small.upload(logOf(runOf({ rest: { note: 'x'.repeat(1_000_000) } })))).status).toBe(413);
    expect((await small.upload(good)).status).toBe(202);
  } finally {
    await small.stop();
  }
  expect((await the.upload(logOf(runOf({ rest: { note: 'x'.repeat(11_000_000) } })))).status).toBe(202);
  // Four characters are three bytes: these are 10,000,002.
  const tooLarge = { status: 413, value: { message: 'Payload Too Large' } };
  expect(await the.upload(good, { sarif: 'AAAA'.repeat(3_333_334) })).toMatchObject(tooLarge);
  expect(await the.upload(good, { sarif: 'A'.repeat(21_000_000) })).toMatchObject(tooLarge);
});

test.each([
  ['no permission', {}, 403, 403],
  ['one to read', { security_events: 'read' }, 403, 200],
  ['one to write', { security_events: 'write' }, 202, 200],
  ['all of a run from a fork', readOnly({ security_events: 'write', contents: 'write' }), 403, 200],
  ['all but the one that counts', { actions: 'write', contents: 'write' }, 403, 403],
] as const)('a token with %s', async (_, permissions, writes, reads) => {
  const token = the.github.tokenWith(permissions);
  const written = await the.upload(good, {}, token);
  expect(written.status).toBe(writes);
  if (writes === 403) {
    expect(written.value.message).toBe('Resource not accessible by integration');
    expect(written.headers.get('x-accepted-github-permissions')).toBe('security_events=write');
  }
  const { value } = await the.upload(good);
  expect((await the.ask('GET', `/sarifs/${String(value.id)}`, { token })).status).toBe(reads);
});

test.each([
  ['off', 'Code scanning is not enabled', 'Code scanning is not enabled'],
  ['no advanced security', 'Advanced Security must be enabled', 'Advanced Security must be enabled'],
  ['archived', 'Repository was archived so is read-only.', 'Code scanning is not enabled'],
] as const)('a repository whose code scanning is %s refuses all of it', async (availability, writes, reads) => {
  const { value } = await the.upload(good);
  the.github.setCodeScanning({ availability });
  const refusal = (message: string) => ({ status: 403, value: { message: expect.stringContaining(message) } });
  expect(await the.upload(good)).toMatchObject(refusal(writes));
  expect(await the.ask('GET', `/sarifs/${String(value.id)}`)).toMatchObject(refusal(reads));
  // What a token lacks comes first.
  const token = the.github.tokenWith({});
  expect((await the.upload(good, {}, token)).value.message).toBe('Resource not accessible by integration');
});

test('all tokens of the repository have so many uploads an hour together', async () => {
  const few = await scanning({ caps: { sarifUploadsPerHour: 2 } });
  try {
    await few.upload(good);
    few.wait(1_800_000);
    // One that is refused counts as well.
    await few.upload(good, { ref: 'main' });
    const other = few.github.tokenWith({ security_events: 'write' });
    const refused = await few.upload(good, {}, other);
    expect(refused).toMatchObject({ status: 403, value: { message: expect.stringMatching(/^API rate limit/) } });
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(refused.headers.get('x-ratelimit-reset')) * 1000).toBe(few.now() + 1_800_000);
    few.wait(1_800_000);
    expect((await few.upload(good, {}, other)).status).toBe(202);
  } finally {
    await few.stop();
  }
});

describe('with a repository', () => {
  let history: History;
  let full: Scanning;
  let commit = '';
  beforeAll(async () => {
    history = newHistory();
    commit = history.commit('main', { 'src/a.js': 'eval(1)\n' });
    full = await scanning({ directory: history.directory });
  });
  afterAll(async () => {
    await full.stop();
    history.remove();
  });

  test('a commit and a ref have to be there', async () => {
    history.git('tag', 'v1', commit);
    const statusOf = async (commit_sha: string, ref: string) => {
      const { status, value } = await full.upload(good, { commit_sha, ref });
      return status === 202 ? status : [status, value.message];
    };
    expect(await statusOf(commit, 'refs/heads/main')).toBe(202);
    expect(await statusOf(commit.toUpperCase(), 'refs/tags/v1')).toBe(202);
    expect(await statusOf(sha, 'refs/heads/main')).toEqual([404, 'commit not found']);
    expect(await statusOf(commit, 'refs/heads/gone')).toEqual([
      404,
      "ref 'refs/heads/gone' not found in this repository",
    ]);
    expect(await statusOf(commit, 'refs/pull/5/head')).toEqual([
      404,
      "ref 'refs/pull/5/head' not found in this repository",
    ]);
  });

  test('the merge of a pull request is a merge', async () => {
    const head = history.commit('topic', { 'src/b.js': 'b\n' }, { parents: [commit] });
    const merged = history.commit('merged', { 'src/b.js': 'b\n' }, { parents: [commit, head] });
    full.github.setPull({ number: 5, base: { ref: 'main', sha: commit }, head: { ref: 'topic', sha: head } });
    expect((await full.upload(good, { commit_sha: merged, ref: 'refs/pull/5/merge' })).status).toBe(202);
    expect((await full.upload(good, { commit_sha: head, ref: 'refs/pull/5/head' })).status).toBe(202);
    expect(await full.upload(good, { commit_sha: head, ref: 'refs/pull/5/merge' })).toMatchObject({
      status: 422,
      value: { message: 'ref is a pull request merge but commit_oid is not a merge commit' },
    });
  });
});

test.each<[Fault, number | 'cut', number]>([
  ['service unavailable', 503, 0],
  ['server error', 500, 0],
  ['bad gateway', 502, 0],
  ['secondary limit, 429', 429, 0],
  ['primary limit, 403', 403, 0],
  ['connection cut before the answer', 'cut', 0],
  ['answer lost', 'cut', 1],
  ['connection cut in the answer', 'cut', 1],
  ['half of the JSON', 'cut', 1],
])('%s in the place of a receipt', async (fault, status, taken) => {
  const tool = `disturbed by ${fault}`;
  the.github.disturb({ fault, method: 'POST', path: '/code-scanning/sarifs' });
  expect((await the.ask('GET', '/sarifs/nowhere')).status).toBe(404);
  const address = `${the.github.endpoint}/repos/octo/search/code-scanning/sarifs`;
  const body = JSON.stringify({ commit_sha: sha, ref: 'refs/heads/main', sarif: packed(logOf(runOf({ tool }))) });
  const headers = { authorization: `Bearer ${the.github.token}` };
  const post = async () => {
    const response = await fetch(address, { method: 'POST', headers, body });
    if (response.ok) await response.json();
    return response.status;
  };
  const answered = await post().catch(() => 'cut');
  the.wait(3000);
  const { list } = await the.ask('GET', `/alerts?tool_name=${encodeURIComponent(tool)}`);
  expect([answered, list.length ?? 0]).toEqual([status, taken]);
});

test('what was received outlives a start', async () => {
  const first = await scanning();
  const again = await first
    .upload(logOf(runOf({ results: [result(), resultAt('src/b.js', 7)] })))
    .then(() => scanning({ kept: JSON.parse(JSON.stringify(first.github.copy())) }));
  try {
    const [upload] = first.github.copy().codeScanning?.uploads ?? [];
    const status = async () => (await again.ask('GET', `/sarifs/${upload?.id}`)).value.processing_status;
    expect(await status()).toBe('pending');
    again.wait(3000);
    expect(await status()).toBe('complete');
  } finally {
    await Promise.all([first.stop(), again.stop()]);
  }
});
