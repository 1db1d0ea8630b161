import { type Fields, logOf, result, resultAt, rule, runOf } from '../support/sarif.ts';
import { type Scanning, scanning } from '../support/scanning.ts';

let the: Scanning;
let tool = '';
let count = 0;
beforeAll(async () => {
  the = await scanning({ caps: { sarifResultsKept: 3 } });
});
afterAll(() => the.stop());
beforeEach(() => {
  count += 1;
  tool = `tool ${count}`;
});

/** What of an alert a story is about. */
type Seen = readonly [where: string, state: string];

/** The alerts of the test's tool on a ref: path and line of each, and its state, the first one first. */
async function seen(ref = 'refs/heads/main', rest = ''): Promise<readonly Seen[]> {
  const { list } = await the.ask(
    'GET',
    `/alerts?direction=asc&ref=${ref}&tool_name=${encodeURIComponent(tool)}${rest}`,
  );
  return list.map(({ state, most_recent_instance }) => {
    const { path, start_line } = (most_recent_instance as { location: Fields }).location;
    return [`${path}:${start_line}`, String(state)];
  });
}

/** Uploads a run of the test's tool with these results. */
async function scan(results: readonly Fields[], given: Fields & { readonly id?: string } = {}): Promise<Fields> {
  const { id = 'a/', ...rest } = given;
  return the.uploaded(logOf(runOf({ tool, id, results })), rest);
}

const commits = ['1', '2', '3', '4'].map((digit) => ({ commit_sha: digit.repeat(40) }));

test('alerts open, are fixed, and open again under their number', async () => {
  await scan([resultAt('a.js', 1, 'one'), resultAt('b.js', 1, 'two')], commits[0]);
  expect(await seen()).toEqual([
    ['a.js:1', 'open'],
    ['b.js:1', 'open'],
  ]);
  await scan([resultAt('b.js', 1, 'two')], commits[1]);
  expect(await seen()).toEqual([
    ['a.js:1', 'fixed'],
    ['b.js:1', 'open'],
  ]);
  await scan([resultAt('a.js', 5, 'one')], commits[2]);
  expect(await seen()).toEqual([
    ['a.js:5', 'open'],
    ['b.js:1', 'fixed'],
  ]);
});

test.each<[string, readonly Fields[], readonly Fields[], readonly Seen[]]>([
  [
    'a shift keeps an alert that has a hash',
    [resultAt('a.js', 1, 'x')],
    [resultAt('a.js', 8, 'x')],
    [['a.js:8', 'open']],
  ],
  [
    'a shift replaces one that has none',
    [resultAt('a.js', 1)],
    [resultAt('a.js', 8)],
    [
      ['a.js:1', 'fixed'],
      ['a.js:8', 'open'],
    ],
  ],
  [
    'another hash on the same line is another alert',
    [resultAt('a.js', 1, 'x')],
    [resultAt('a.js', 1, 'y')],
    [
      ['a.js:1', 'fixed'],
      ['a.js:1', 'open'],
    ],
  ],
  [
    'another path is another alert',
    [resultAt('a.js', 1, 'x')],
    [resultAt('b.js', 1, 'x')],
    [
      ['a.js:1', 'fixed'],
      ['b.js:1', 'open'],
    ],
  ],
  [
    'another rule is another alert',
    [resultAt('a.js', 1, 'x')],
    [{ ...resultAt('a.js', 1, 'x'), ruleId: 'other' }],
    [
      ['a.js:1', 'fixed'],
      ['a.js:1', 'open'],
    ],
  ],
  [
    'two results of one identity are one alert',
    [resultAt('a.js', 1, 'x'), resultAt('a.js', 2, 'x')],
    [],
    [['a.js:2', 'fixed']],
  ],
  ['an empty run closes', [resultAt('a.js', 1, 'x')], [], [['a.js:1', 'fixed']]],
  [
    'suppressions, kinds and baseline states are ignored',
    [],
    [
      result({ suppressions: [{ kind: 'inSource' }] }),
      { ...resultAt('b.js', 1), kind: 'pass' },
      { ...resultAt('c.js', 1), baselineState: 'absent' },
    ],
    [
      ['src/a.js:1', 'open'],
      ['b.js:1', 'open'],
      ['c.js:1', 'open'],
    ],
  ],
  [
    'only the last results are kept, and no error tells',
    [],
    [1, 2, 3, 4].map((line) => resultAt('a.js', line)),
    [
      ['a.js:2', 'open'],
      ['a.js:3', 'open'],
      ['a.js:4', 'open'],
    ],
  ],
])('%s', async (_, first, second, alerts) => {
  await scan(first, commits[0]);
  expect((await scan(second, commits[1])).errors).toBeNull();
  expect(await seen()).toEqual(alerts);
});

test('another tool closes nothing, in the same category', async () => {
  await scan([resultAt('a.js', 1, 'x')]);
  await the.uploaded(logOf(runOf({ tool: 'another', id: 'a/', results: [] })));
  expect(await seen()).toEqual([['a.js:1', 'open']]);
});

test('an alert that another category still has is open', async () => {
  await scan([resultAt('a.js', 1, 'x')], { id: 'a/' });
  await scan([resultAt('a.js', 1, 'x')], { id: 'b/' });
  await scan([], { id: 'a/', ...commits[1] });
  expect(await seen()).toEqual([['a.js:1', 'open']]);
  await scan([], { id: 'b/', ...commits[1] });
  expect(await seen()).toEqual([['a.js:1', 'fixed']]);
});

test.each<[string | undefined, string]>([
  [undefined, ''],
  ['run', ''],
  ['trivy/backend/', 'trivy/backend'],
  ['trivy/backend/2026-01-01', 'trivy/backend'],
  ['/language:go/', '/language:go'],
  ['/', ''],
])('the id %j is of the category %j', async (id, category) => {
  await the.uploaded(logOf(runOf({ tool, ...(id !== undefined && { id }) })));
  const { list } = await the.ask('GET', `/analyses?tool_name=${encodeURIComponent(tool)}`);
  expect(list).toMatchObject([{ category }]);
});

test('refs have each their own state', async () => {
  await scan([resultAt('a.js', 1, 'x')]);
  await scan([resultAt('a.js', 9, 'x'), resultAt('b.js', 1, 'y')], { ref: 'refs/pull/5/merge' });
  await scan([], { ref: 'refs/heads/topic' });
  expect(await seen()).toEqual([['a.js:1', 'open']]);
  expect(await seen('main')).toEqual([['a.js:1', 'open']]);
  expect(await seen('topic')).toEqual([]);
  expect(await seen('refs/pull/5/merge')).toEqual([
    ['a.js:9', 'open'],
    ['b.js:1', 'open'],
  ]);
  const { list } = await the.ask('GET', `/alerts?pr=5&tool_name=${encodeURIComponent(tool)}`);
  expect(list).toHaveLength(2);
});

test('what arrives last counts, be its commit the older one', async () => {
  await scan([], commits[1]);
  await scan([resultAt('a.js', 1, 'x')], commits[0]);
  expect(await seen()).toEqual([['a.js:1', 'open']]);
  const { list } = await the.ask('GET', `/analyses?ref=main&tool_name=${encodeURIComponent(tool)}`);
  expect(list.map(({ commit_sha }) => String(commit_sha)[0])).toEqual(['1', '2']);
});

test('a slow upload is processed after a later one that is quick', async () => {
  the.github.setCodeScanning({ processingMs: 60_000 });
  await the.upload(logOf(runOf({ tool, id: 'a/', results: [resultAt('a.js', 1, 'x')] })), commits[0]);
  the.github.setCodeScanning({ processingMs: 3000 });
  await scan([], commits[1]);
  const all = async () => (await the.ask('GET', `/analyses?tool_name=${encodeURIComponent(tool)}`)).list;
  expect(await all()).toMatchObject([{ results_count: 0 }]);
  the.wait(60_000);
  expect(await all()).toMatchObject([{ results_count: 1 }, { results_count: 0 }]);
  expect(await seen()).toEqual([['a.js:1', 'open']]);
});

test('of uploads that are processed at once, the one that took longer counts', async () => {
  the.github.setCodeScanning({ processingMs: 60_000 });
  await the.upload(logOf(runOf({ tool, id: 'a/', results: [resultAt('a.js', 1, 'x')] })), commits[0]);
  the.github.setCodeScanning({ processingMs: 3000 });
  await the.upload(logOf(runOf({ tool, id: 'a/', results: [] })), commits[1]);
  the.wait(60_000);
  expect(await seen()).toEqual([['a.js:1', 'open']]);
});

test('a path is that below the checkout', async () => {
  const uris = ['file:///service/src/a%20b.js', 'file:///service-2/c.js', '/bare/d.js'];
  await scan(
    uris.map((uri) => resultAt(uri, 1)),
    { checkout_uri: 'file:///service' },
  );
  expect((await seen()).map(([where]) => where)).toEqual(['src/a b.js:1', 'file:///service-2/c.js:1', '/bare/d.js:1']);
});

test.each<[string, Fields]>([
  ['by its id', { ruleId: 'no-more' }],
  ['by its index among those of an extension', { ruleId: undefined, rule: { index: 0, toolComponent: { index: 0 } } }],
])('a rule of an extension is found %s', async (_, reference) => {
  const extensions = [{ name: 'more', rules: [rule({ id: 'no-more', defaultConfiguration: { level: 'error' } })] }];
  const rest = { tool: { driver: { name: tool, rules: [rule()] }, extensions } };
  await the.uploaded(logOf(runOf({ results: [result(reference)], rest })));
  const { list } = await the.ask('GET', `/alerts?tool_name=${encodeURIComponent(tool)}`);
  expect(list).toMatchObject([{ rule: { id: 'no-more', severity: 'error' } }]);
});

test('an upload of the same tool, category and commit overwrites the earlier one', async () => {
  await scan([resultAt('a.js', 1, 'x')]);
  await scan([resultAt('b.js', 1, 'y')]);
  expect(await seen()).toEqual([
    ['a.js:1', 'fixed'],
    ['b.js:1', 'open'],
  ]);
  const { list } = await the.ask('GET', `/analyses?tool_name=${encodeURIComponent(tool)}`);
  expect(list).toMatchObject([{ results_count: 1, deletable: true }]);
});

test('analyses are deleted from the newest on, and alerts follow', async () => {
  await scan([resultAt('a.js', 1, 'x')], commits[0]);
  await scan([resultAt('b.js', 1, 'y')], commits[1]);
  const { list } = await the.ask('GET', `/analyses?tool_name=${encodeURIComponent(tool)}`);
  const [newest, oldest] = list.map(({ id }) => `/analyses/${String(id)}`);
  expect(list.map(({ deletable }) => deletable)).toEqual([true, false]);
  expect(await the.ask('DELETE', oldest ?? '')).toMatchObject({ status: 400, value: { message: /not deletable/ } });
  const deleted = await the.ask('DELETE', newest ?? '');
  expect(deleted.value.next_analysis_url).toMatch(new RegExp(`${oldest}$`));
  expect(await seen()).toEqual([
    ['a.js:1', 'open'],
    ['b.js:1', 'fixed'],
  ]);
  expect(await the.ask('DELETE', oldest ?? '')).toMatchObject({ status: 400, value: { message: /confirm_delete/ } });
  expect((await the.ask('DELETE', `${oldest}?confirm_delete`)).value).toEqual({
    next_analysis_url: null,
    confirm_delete_url: null,
  });
  expect(await the.ask('GET', `/analyses?tool_name=${encodeURIComponent(tool)}`)).toMatchObject({ status: 404 });
});

test('an alert shows its rule, its severities and where it is', async () => {
  const more = { name: 'n'.repeat(300), properties: { tags: ['security'], 'security-severity': '9.0' } };
  const rules = [rule(more), rule({ id: 'other', fullDescription: { text: 'd'.repeat(2000) } })];
  await the.uploaded(
    logOf(runOf({ tool, rules, results: [result({ ruleId: undefined, ruleIndex: 0, level: 'note' })] })),
  );
  const { list } = await the.ask('GET', `/alerts?tool_name=${encodeURIComponent(tool)}`);
  const number = String(list[0]?.number);
  const { value } = await the.ask('GET', `/alerts/${number}`);
  expect(value).toMatchObject({
    state: 'open',
    rule: {
      id: 'no-eval',
      name: 'n'.repeat(255),
      severity: 'note',
      security_severity_level: 'critical',
      tags: ['security'],
    },
    tool: { name: tool, version: '1.2.3', guid: null },
    most_recent_instance: {
      ref: 'refs/heads/main',
      state: 'open',
      message: { text: 'Do not use eval.' },
      location: { path: 'src/a.js', start_line: 1, end_column: 9 },
    },
  });
  expect((await the.ask('GET', `/alerts/${number}/instances`)).list).toHaveLength(1);
  expect((await the.ask('GET', '/alerts/99999')).status).toBe(404);
});

test.each([
  ['9.1', ['security'], 'critical'],
  ['9.0', ['security'], 'critical'],
  ['8.9', ['security'], 'high'],
  ['7.0', ['security'], 'high'],
  ['6.9', ['security'], 'medium'],
  ['4.0', ['security'], 'medium'],
  ['3.9', ['security'], 'low'],
  ['0.1', ['security'], 'low'],
  ['0.0', ['security'], null],
  ['10.1', ['security'], null],
  ['-1', ['security'], null],
  ['9.8', [], null],
] as const)('a score of %s with the tags %j is %s', async (score, tags, severity) => {
  const rules = [rule({ properties: { tags, 'security-severity': score } })];
  await the.uploaded(logOf(runOf({ tool, rules })));
  const { list } = await the.ask('GET', `/alerts?tool_name=${encodeURIComponent(tool)}`);
  expect(list).toMatchObject([{ rule: { severity: 'warning', security_severity_level: severity } }]);
});

test('a dismissed alert stays dismissed, until it is opened again', async () => {
  await scan([resultAt('a.js', 1, 'x')], commits[0]);
  const { list } = await the.ask('GET', `/alerts?tool_name=${encodeURIComponent(tool)}`);
  const path = `/alerts/${String(list[0]?.number)}`;
  const patch = (body: Fields, token?: string) =>
    the.ask('PATCH', path, { body, ...(token !== undefined && { token }) });
  const dismissal = { state: 'dismissed', dismissed_reason: "won't fix", dismissed_comment: 'Only in tests.' };
  expect((await patch({ state: 'dismissed' })).status).toBe(400);
  expect((await patch({ state: 'fixed' })).status).toBe(422);
  expect((await patch({ ...dismissal, dismissed_reason: 'no time' })).status).toBe(422);
  expect((await patch({ ...dismissal, dismissed_comment: 'x'.repeat(281) })).status).toBe(422);
  expect((await patch(dismissal, the.github.tokenWith({ security_events: 'read' }))).status).toBe(403);
  expect((await patch(dismissal)).value).toMatchObject(dismissal);
  await scan([resultAt('a.js', 1, 'x')], commits[1]);
  expect(await seen('main', '&state=dismissed')).toHaveLength(1);
  expect(await seen('main', '&state=open')).toHaveLength(0);
  expect((await patch({ state: 'open' })).value).toMatchObject({ state: 'open', dismissed_reason: null });
});

test('alerts are listed by state, by severity and in pages', async () => {
  await scan(
    [resultAt('a.js', 1, 'x'), { ...resultAt('b.js', 1, 'y'), level: 'error' }, resultAt('c.js', 1, 'z')],
    commits[0],
  );
  await scan([resultAt('a.js', 1, 'x'), { ...resultAt('b.js', 1, 'y'), level: 'error' }], commits[1]);
  const of = async (rest: string) => (await seen('main', rest)).map(([where]) => where);
  expect(await of('&state=closed')).toEqual(['c.js:1']);
  expect(await of('&state=fixed')).toEqual(['c.js:1']);
  expect(await of('&state=open')).toEqual(['a.js:1', 'b.js:1']);
  expect(await of('&severity=error')).toEqual(['b.js:1']);
  expect(await of('&per_page=2&page=2')).toEqual(['c.js:1']);
  const { headers } = await the.ask('GET', '/alerts?per_page=1');
  expect(headers.get('link')).toContain('rel="next"');
  expect(await the.ask('GET', '/alerts?state=shut')).toMatchObject({ status: 422 });
  expect(await the.ask('GET', '/alerts?tool_name=a&tool_guid=b')).toMatchObject({ status: 400 });
});

test('without an analysis there is nothing to list', async () => {
  const fresh = await scanning({ caps: { alerts: 1 } });
  try {
    for (const path of ['/alerts', '/analyses'])
      expect(await fresh.ask('GET', path)).toMatchObject({ status: 404, value: { message: 'no analysis found' } });
    const full = await fresh.uploaded(logOf(runOf({ results: [resultAt('a.js', 1), resultAt('a.js', 2)] })));
    expect(full).toMatchObject({ processing_status: 'failed', errors: [expect.stringContaining('alert limit')] });
    expect((await fresh.uploaded(logOf(runOf()))).errors).toBeNull();
    expect(await fresh.ask('GET', '/analyses?ref=gone')).toMatchObject({ status: 404 });
    expect(await fresh.ask('GET', '/alerts?ref=gone')).toMatchObject({ status: 200, list: [] });
    const kept = JSON.parse(JSON.stringify(fresh.github.copy()));
    const again = await scanning({ kept });
    try {
      expect((await again.ask('GET', '/alerts?state=open')).list).toHaveLength(1);
      await again.uploaded(logOf(runOf({ results: [] })));
      expect((await again.ask('GET', '/alerts?state=fixed')).list).toHaveLength(1);
    } finally {
      await again.stop();
    }
  } finally {
    await fresh.stop();
  }
});
