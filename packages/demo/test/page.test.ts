import { page } from '../src/report/page.ts';
import { chapter, detection, digestOf, image, move, played, push, run, step, story, visit, visitsTo } from './tales.ts';

describe('the report', () => {
  test('loads nothing from anywhere and runs nothing', () => {
    const shown = page(story());
    expect(shown).toContain("default-src 'none'");
    expect(shown).not.toMatch(/<(script|link|img|iframe|object|embed|base)\b|@import|\bsrc=/i);
    expect(shown.match(/url\([^)]*\)/g) ?? []).toEqual([]);
  });

  test('escapes what a function, an action or a commit says', () => {
    const saying = (text: string) =>
      page(
        story({
          functionNames: [text],
          played: [
            played({
              chapter: chapter({
                title: text,
                about: text,
                moral: text,
                steps: [step({ by: text, inputs: { zip: text }, push: push({ detect: { filters: text } }) })],
              }),
              detections: [
                detection({ sha: text, subject: text, files: [text], run: run({ summary: text, log: text }) }),
              ],
              images: [image(text, { tag: text, digest: text })],
              tagged: [run({ summary: text, log: text })],
              runs: [run({ summary: text, log: `${text}\n::error::${text}\n`, outputs: { outcome: text } })],
              live: [{ functionName: text, version: text, release: text, split: false, digest: text }],
            }),
          ],
          visits: [
            visit({ functionName: text, version: text, release: text }),
            visit({ functionName: text, version: text, release: text, problem: text }),
          ],
        }),
      );
    const tags = (html: string) => html.match(/<\/?[a-z]+/g);
    const shown = saying('"></pre></main><script>alert(1)</script>');
    expect(shown).not.toContain('<script');
    // Markdown makes no paragraph of what begins like HTML.
    expect(tags(shown)?.filter((tag) => !/^<\/?p$/.test(tag))).toEqual(
      tags(saying('harmless'))?.filter((tag) => !/^<\/?p$/.test(tag)),
    );
  });

  test('has one heading of the first level, no level left out, and every part under a name', () => {
    const shown = page(story({ played: [played({ runs: [run({ summary: '## Promoted\n\n### search-api\n' })] })] }));
    const levels = [...shown.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    expect(shown.match(/<(header|main|nav|footer)\b/g)).toEqual(
      expect.arrayContaining(['<header', '<main', '<nav', '<footer']),
    );
    const ids = [...shown.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, of] of shown.matchAll(/aria-labelledby="([^"]+)"/g)) expect(ids).toContain(of);
    for (const [, to] of shown.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(to);
  });

  test('lets the keyboard reach whatever scrolls, and says what it is', () => {
    const shown = page(story({ played: [played({ runs: [run({ summary: '| a |\n| --- |\n| b |\n', log: 'x' })] })] }));
    for (const [tag] of shown.matchAll(/<div class="(scrolls|summary)[^>]*>/g)) {
      expect(tag).toMatch(/tabindex="0" role="(group|region)" aria-label/);
    }
  });

  test('says in a table what the drawing shows, with who caused it', () => {
    const first = chapter({ title: 'The first release goes live', live: '1' });
    const shown = page(
      story({
        played: [
          played({ chapter: first, runs: [run({ moves: [move(900)] })] }),
          played({ runs: [run({ moves: [move(61_000)] })] }),
        ],
        visits: [...visitsTo('1', '1'), visit({ at: 61_600, version: '9' })],
        ended: 63_000,
      }),
    );
    expect(rowsOf(shown)).toEqual([
      'search-api 0:01 to 1:01 release 1 (version 1) 2 none The first release goes live',
      '1:01 to 1:03 release 2 (version 9) 1 none A better release replaces it',
    ]);
  });

  test('says what share a canary had, and its errors', () => {
    const moves = [move(900, { aside: 0.1 })];
    const failed = visit({ at: 2000, version: '4', release: '', problem: 'HTTP 500' });
    const visits = [...visitsTo('2', '2', '2', '2', '2', '2', '4'), failed];
    const shown = page(story({ played: [played({ runs: [run({ moves })] })], visits }));
    expect(rowsOf(shown)).toEqual([
      'search-api 0:01 to 0:02 release 2 (version 2): 75 %release 4 (version 4): 25 % 8 1 A better release replaces it',
    ]);
    expect(shown).toMatch(/<text class="aside"[^>]*>release 4: 25 %<\/text>/);
  });

  test('draws every request, and an error as a cross that says what it was', () => {
    const visits = [...visitsTo('1', '2', '2'), visit({ at: 1500, problem: 'HTTP 500' })];
    const shown = page(story({ visits }));
    const dots = (release: string) =>
      [...shown.matchAll(new RegExp(`<path class="release-${release}[^"]*" d="([^"]*)"`, 'g'))].map(
        ([, path]) => path?.match(/M/g)?.length,
      );
    // Drawn twice: for wide and for narrow screens.
    expect(dots('1')).toEqual([1, 1]);
    expect(dots('2')).toEqual([2, 2]);
    expect(shown.match(/<path class="error"[^>]*><title>HTTP 500<\/title>/g)).toHaveLength(2);
    expect(shown).toContain('A red cross is an error.');
  });

  test('has a lane for each function, also for one that nobody has called', () => {
    const shown = page(story({ functionNames: ['search-api', 'search-indexer'] }));
    const names = [...shown.matchAll(/<text class="name"[^>]*>([^<]*)</g)].map(([, name]) => name);
    expect(names).toEqual(['search-api', 'search-indexer', 'search-api', 'search-indexer']);
  });

  test('numbers the runs of a chapter that has several', () => {
    const steps = [step(), step({ by: 'a colleague', outcome: 'superseded', green: false })];
    const both = played({
      chapter: chapter({ steps }),
      runs: [run(), run({ exitCode: 1, outputs: { outcome: 'superseded' } })],
    });
    const shown = page(story({ played: [both] }));
    expect(shown).toContain(
      '<span class="pin good" aria-hidden="true">1a</span><span class="pin bad" aria-hidden="true">1b</span>',
    );
    expect(shown).toContain('promoted, superseded');
    expect(shown.match(/<article/g)).toHaveLength(1);
  });

  test('shows a step once, and later only that it is the same', () => {
    const shown = page(story({ played: [played(), played()] }));
    expect(shown.match(/uses: org\/actions\/lambda-promote/g)).toHaveLength(1);
    expect(shown).toContain('The same as in <a href="#chapter-1">chapter 1</a>.');
  });

  test('shows of two steps the one that is new', () => {
    const pushed = played({ chapter: chapter({ steps: [step({ push: push() })] }) });
    const canary = played({ chapter: chapter({ steps: [step({ push: push(), inputs: { canary: '10%/5m' } })] }) });
    const shown = page(story({ played: [pushed, canary] }));
    expect(shown.match(/uses: org\/actions\/detect-changes/g)).toHaveLength(1);
    expect(shown.match(/uses: org\/actions\/lambda-promote/g)).toHaveLength(2);
  });

  test('shows the commit, its files, and what it concerns before what was done', () => {
    const pushed = played({ chapter: chapter({ steps: [step({ push: push() })] }), detections: [detection()] });
    const shown = page(story({ played: [pushed] })).replace(/<[^>]*>/g, '');
    expect(shown).toMatch(/The commit\s+6bc8954 Rank books\s+added README.mdmodified src\/entries.mjs/);
    expect(shown).toMatch(
      /Job summary of detect-changes\s*2 of 3 components concerned.*Job summary of lambda-promote/s,
    );
    expect(shown).toContain('uses: org/actions/detect-changes@v1');
  });

  test('says of each image what became of it, and what leads to it at the end', () => {
    const rejected = run({ exitCode: 1, outputs: { outcome: 'rejected' } });
    const leads = (release: string) => ({
      live: ['search-api', 'search-indexer'].map((functionName) => ({
        ...{ functionName, version: release, release, split: false, digest: digestOf(release) },
      })),
      liveTag: digestOf(release),
    });
    const shown = page(
      story({
        played: [
          played({ images: [image('1')], ...leads('1') }),
          played({ images: [image('2')], tagged: [run({ summary: 'Tags moved' })], ...leads('2') }),
          played({ images: [image('3')], runs: [rejected], ...leads('2') }),
          played({ images: [image('4')], ...leads('4') }),
          played({ ...leads('2') }),
        ],
      }),
    );
    expect(rowsOf(shown, 'images')).toEqual([
      'release 1 sha-1 sha256:100000000000… promoted, replaced nothing',
      'release 2 sha-2 sha256:200000000000… promoted, replaced the aliases of all 2 functions, the tag “live”',
      'release 3 sha-3 sha256:300000000000… rejected nothing',
      'release 4 sha-4 sha256:400000000000… promoted, taken back nothing',
    ]);
    expect(shown).toContain(`<code>${digestOf('2')}</code>`);
    expect(shown).toMatch(/Job summary of image-tag.*Job summary of lambda-promote.*Job summary of image-promote/s);
  });

  test('has no table of images where functions are zips', () => {
    expect(page(story())).not.toContain('Which image is where');
  });

  test('has a chapter in which nothing was concerned, with its number and without a run', () => {
    const skipped = chapter({
      title: 'A commit that deploys nothing',
      steps: [step({ push: push(), outcome: 'skipped' })],
    });
    const shown = page(
      story({ played: [played(), played({ chapter: skipped, detections: [detection()], runs: [] })] }),
    );
    expect(shown).toMatch(
      /<span class="pin none" aria-hidden="true">2<\/span><\/span><a href="#chapter-2">A commit that/,
    );
    expect(shown).toContain('<article class="card chapter" id="chapter-2"');
    expect(shown).toContain('<span class="outcome good">skipped</span>');
  });

  test('does not claim a success that was none', () => {
    const live = [{ functionName: 'search-api', version: '1', release: '1', split: false, digest: '' }];
    const shown = page(story({ played: [played({ live })] }));
    expect(shown).not.toContain('No user met the broken build.');
    expect(shown).toContain('It did not go as told.');
    expect(shown).toContain('search-api is on release 2; it was 1');
  });

  test('stands a story that broke off before it began', () => {
    expect(page(story({ chapters: [chapter()], played: [], visits: [], began: 0, ended: 0 }))).toContain(
      'It did not go as told.',
    );
  });
});

function rowsOf(shown: string, of = 'stretches'): string[] {
  const table = new RegExp(`<table class="${of}">.*?</table>`, 's').exec(shown)?.[0] ?? '';
  return [...table.matchAll(/<tr>(?!<th scope="col").*?<\/tr>/gs)].map(([row]) =>
    row
      .replace(/<\/t[dh]>/g, ' ')
      .replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}
