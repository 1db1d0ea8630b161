import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSite, sourcesOf } from '../src/frontend/build.ts';
import { type SiteChapter, siteChapters } from '../src/frontend/chapters.ts';
import { type EndedChapter, findingsOf, findingsOfStory, type SiteStory } from '../src/frontend/findings.ts';
import { sitesPage } from '../src/frontend/page.ts';
import { type Answer, lanesOf, releasesServed } from '../src/frontend/served.ts';
import { nowSentence } from '../src/frontend/telling.ts';
import { openPage, openTab } from '../src/frontend/visitors.ts';
import { inputsOf } from '../src/frontend/workflow.ts';
import { run } from './tales.ts';

const first = 'a'.repeat(16);
const second = 'b'.repeat(16);

const answer = (at: number, release: string, changes: Partial<Answer> = {}): Answer => ({
  site: 'app',
  host: 0,
  at,
  release,
  ...changes,
});

const staged = (release: string) => run({ outputs: { outcome: 'staged', 'release-id': release } });

const promoted: SiteChapter = {
  title: 'A release is promoted',
  about: 'It is staged before.',
  layers: [],
  steps: { 'frontend-stage': 'staged', 'frontend-promote': 'promoted' },
  serves: { test: 1, app: 1 },
  moral: 'All is well.',
};

/** A chapter in which a release was staged and promoted, as told unless something is changed. */
const ended = (changes: Partial<EndedChapter> = {}): EndedChapter => ({
  chapter: promoted,
  number: 1,
  steps: [
    { step: 'frontend-stage', outcome: 'staged', green: true, run: staged(first) },
    { step: 'frontend-promote', outcome: 'promoted', green: true, run: run({ summary: '## <b>promoted</b>' }) },
  ],
  serves: { test: [first, first], app: [first, first] },
  missingOfTab: [],
  ended: 900,
  ...changes,
});

const story = (changes: Partial<SiteStory> = {}): SiteStory => ({
  chapters: [ended()],
  answers: [answer(100, ''), answer(300, first), answer(100, first, { site: 'test' })],
  visits: [{ site: 'app', host: 0, at: 300, page: '/', missing: [] }],
  began: 0,
  ended: 1000,
  scale: 20,
  locations: ['FRA56-P1'],
  ...changes,
});

const wrong = (findings: readonly { readonly held: boolean; readonly expected: string; readonly found: string }[]) =>
  findings.filter(({ held }) => !held).map(({ expected, found }) => `${expected}; it was ${found}`);

describe('what hosts served', () => {
  test('is a lane for each, divided where its release changed', () => {
    const answers = [
      answer(10, ''),
      answer(20, first),
      answer(30, first),
      answer(40, second),
      answer(15, first, { host: 1 }),
    ];
    expect(lanesOf(answers, 50)).toEqual([
      {
        site: 'app',
        host: 0,
        stretches: [
          { from: 10, until: 20, release: '', answers: 1 },
          { from: 20, until: 40, release: first, answers: 2 },
          { from: 40, until: 50, release: second, answers: 1 },
        ],
      },
      { site: 'app', host: 1, stretches: [{ from: 15, until: 50, release: first, answers: 1 }] },
    ]);
    expect(releasesServed([...answers, answer(60, 'c', { site: 'test' })], 'app')).toEqual([first, second]);
  });

  test('is told in a line while it goes on', () => {
    const answers = [answer(1, first), answer(1, second, { host: 1 }), answer(1, '', { site: 'test' })];
    expect(nowSentence(answers, [ended()])).toBe(
      'TEST: none at 1 host · APP: release 1 at 1 host, the candidate at 1 host',
    );
    expect(nowSentence([], [])).toBe('TEST: nothing yet · APP: nothing yet');
  });
});

describe('the story', () => {
  test('goes as told', () => {
    expect(wrong(findingsOfStory(story()))).toEqual([]);
  });

  test.each<[string, Partial<EndedChapter>, string]>([
    [
      'a step that ended otherwise',
      { steps: [ended().steps[0]!] },
      'frontend-promote ends promoted, and its step is green; it was not run',
    ],
    [
      'a host that serves another release',
      { serves: { test: [first, first], app: [first, ''] } },
      'every host of APP serves release 1; it was release 1 and release none',
    ],
  ])('does not with %s', (_, changes, sentence) => {
    const one = ended(changes);
    expect(wrong(findingsOf(one, [one]))).toEqual([sentence]);
  });

  test('does not with an old tab that lost a script, and looks for one only where a release replaces another', () => {
    const changes = { number: 2, missingOfTab: ['/assets/a.js at FRA56-P1 (403)'] };
    const two = ended({ ...changes, chapter: { ...promoted, serves: { test: 2, app: 2 } } });
    expect(wrong(findingsOf(two, [two]))).toEqual([
      'a tab that was opened before finds the rest of its scripts at every host; it was /assets/a.js at FRA56-P1 (403)',
    ]);
    const one = ended({ missingOfTab: ['/assets/a.js'] });
    expect(wrong(findingsOf(one, [one]))).toEqual([]);
  });

  test('does not with a host of APP that served what was not promoted, nor with a page that came in part', () => {
    const stopped = ended({
      number: 2,
      chapter: { ...promoted, steps: { 'frontend-promote': 'rejected' }, serves: { test: 2, app: 1 } },
      steps: [
        { step: 'frontend-stage', outcome: 'staged', green: true, run: staged(second) },
        { step: 'frontend-promote', outcome: 'rejected', green: false },
      ],
      serves: { test: [second], app: [first] },
    });
    const seen = story({
      chapters: [ended(), stopped],
      answers: [answer(1, second), answer(2, second, { site: 'test' })],
    });
    expect(wrong(findingsOfStory(seen))).toEqual([
      'no host of APP ever served a release that was not promoted; it was release 2',
    ]);
    const visits = [{ site: 'app' as const, host: 0, at: 1, page: '/', missing: ['/assets/a.js (403)'] }];
    expect(wrong(findingsOfStory(story({ visits })))).toEqual([
      'every page that was opened on APP came with all that it names; it was / without /assets/a.js (403)',
    ]);
    const onTest = [{ ...visits[0]!, site: 'test' as const }];
    expect(wrong(findingsOfStory(story({ visits: onTest })))).toEqual([]);
  });
});

test('the page shows every host, the chapters, and what was wrong; and runs nothing of what actions wrote', () => {
  const html = sitesPage(story());
  expect(html).toContain('No visitor met the broken page.');
  expect(html.match(/<th scope="rowgroup"/g)).toHaveLength(2);
  expect(html).toContain('A release is promoted');
  expect(html).not.toContain('<b>promoted</b>');
  const broken = story({ visits: [{ site: 'app', host: 0, at: 1, page: '/', missing: ['<script>'] }] });
  expect(sitesPage(broken)).toContain('It did not go as told.');
  expect(sitesPage(broken)).not.toContain('<script>');
});

test('steps are given what the example’s workflows say, with the values of the story', () => {
  const vars = {
    BUCKET: 'b',
    TEST_DISTRIBUTION: 'E1',
    APP_DISTRIBUTION: 'E2',
    TEST_URL: 'http://t',
    APP_URL: 'http://a',
  };
  const needs = { stage: { result: 'success' as const, outputs: { staged: 'the write', 'release-id': first } } };
  const context = { vars, needs, inputs: { to: 'previous' } };
  expect(inputsOf('frontend-promote', context)).toMatchObject({
    bucket: 'b',
    staged: 'the write',
    proofs: JSON.stringify(needs, null, 2),
    require: 'e2e',
  });
  expect(inputsOf('frontend-promote', context)).not.toHaveProperty('credentials-expire-at');
  expect(inputsOf('frontend-rollback', context)).toMatchObject({ to: 'previous', 'only-if': 'any' });
  expect(() => inputsOf('lambda-promote', context)).toThrow('No workflow of the example uses lambda-promote.');
});

describe('the site of the story', () => {
  let scratch: string;
  let server: Server;
  let url: string;
  beforeAll(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), 'site-'));
    server = createServer((request, response) => {
      const [name = ''] = (request.url ?? '').split('?');
      const file = path.join(scratch, 'served', name === '/' ? 'index.html' : name);
      try {
        response.end(readFileSync(file));
      } catch {
        response.writeHead(403).end();
      }
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  /** Builds a push, and serves it. */
  async function serve(layers: readonly string[]): Promise<void> {
    const workspace = path.join(scratch, `push-${layers.length}`);
    await buildSite(layers, workspace, new AbortController().signal);
    rmSync(path.join(scratch, 'served'), { force: true });
    symlinkSync(path.join(workspace, 'dist'), path.join(scratch, 'served'), 'junction');
  }

  test('is whole in the first two pushes, lacks a script in the third, and a tab of the first needs what the second has not', async () => {
    const pushes = siteChapters.flatMap(({ layers }) => (layers ? [layers] : []));
    const missing: string[][] = [];
    await serve(pushes[0] ?? []);
    const tab = await openTab({ name: 'app', id: 'E1', url, hosts: [{ location: 'here', url }] });
    for (const layers of pushes) {
      await serve(layers);
      for (const page of ['/', '/books.html']) missing.push([...((await openPage(url, page))?.missing ?? [])]);
    }
    expect(missing).toEqual([[], [], [], [], ['/assets/offers-Vq3xTb7L.js (403)'], []]);
    expect(await tab.missingNow()).toEqual([
      expect.stringMatching(/^\/assets\/checkout-[\w-]{8}\.js at here \(403\)$/),
    ]);
    expect(await openPage(url, '/nothing.html')).toBeUndefined();
  });

  test('has the files of later pushes only in these', () => {
    const folders = new Set(Object.keys(sourcesOf([])).map((file) => file.split('/')[0]));
    expect([...folders].sort()).toEqual(['build.mjs', 'e2e', 'site']);
    expect(sourcesOf(['2-vouchers'])['site/books.html']).not.toBe(sourcesOf([])['site/books.html']);
  });
});
