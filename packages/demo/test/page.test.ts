import { page } from '../src/report/page.ts';
import { chapter, played, story, visitsTo } from './tales.ts';

describe('the report', () => {
  test('loads nothing from anywhere and runs nothing', () => {
    const shown = page(story());
    expect(shown).toContain("default-src 'none'");
    expect(shown).not.toMatch(/<(script|link|img|iframe|object|embed|base)\b|@import|url\(|\bsrc=/i);
  });

  test('escapes what a function, an action or a commit says', () => {
    const saying = (text: string) =>
      page(
        story({
          played: [
            played({
              chapter: chapter({ title: text, about: text, moral: text, inputs: { zip: text } }),
              finds: [text],
              run: { summary: text, log: `${text}\n::error::${text}\n`, outputs: { outcome: text } },
            }),
          ],
          visits: [{ at: 1000, tookMs: 3, version: text, problem: text }],
        }),
      );
    const tags = (html: string) => html.match(/<\/?[a-z]+/g);
    const shown = saying('</pre></main><script>alert(1)</script>');
    expect(shown).not.toContain('<script');
    // Markdown makes no paragraph of what begins like HTML.
    expect(tags(shown)?.filter((tag) => !/^<\/?p$/.test(tag))).toEqual(
      tags(saying('harmless'))?.filter((tag) => !/^<\/?p$/.test(tag)),
    );
  });

  test('says in a table what the drawing shows, with who caused it', () => {
    const versionOne = chapter({
      title: 'The first version goes live',
      ending: { outcome: 'promoted', green: true, live: '1' },
    });
    const shown = page(
      story({
        played: [played({ chapter: versionOne, live: '1' }), played()],
        visits: visitsTo('1', '1', '2'),
      }),
    );
    const rows = shown.match(/<tr>\s*<th scope="row">.*?<\/tr>/gs)?.map((row) => row.replace(/<[^>]*>/g, ' '));
    expect(rows).toHaveLength(2);
    expect(rows?.[0]).toMatch(/version 1\s+1\.0 s to 1\.1 s\s+2\s+none\s+4 ms\s+4 ms\s+The first version goes live/);
    expect(rows?.[1]).toMatch(/version 2\s+1\.1 s to 1\.1 s\s+1\s+none\s+4 ms\s+4 ms\s+A better version replaces it/);
  });

  test('draws every request, and an error as a cross that says what it was', () => {
    const visits = [...visitsTo('1', '2'), { at: 1500, tookMs: 3, version: '', problem: 'HTTP 500' }];
    const shown = page(story({ visits }));
    // Drawn twice: for wide and for narrow screens.
    expect(shown.match(/<circle class="version-0"/g)).toHaveLength(2);
    expect(shown.match(/<circle class="version-1"/g)).toHaveLength(2);
    expect(shown.match(/<path class="error"[^>]*><title>HTTP 500<\/title>/g)).toHaveLength(2);
    expect(shown).toContain('A red cross is an error.');
  });

  test('does not claim a success that was none', () => {
    const shown = page(story({ played: [played({ live: '1' })] }));
    expect(shown).not.toContain('No user met the broken build.');
    expect(shown).toContain('It did not go as told.');
    expect(shown).toContain('the alias live is on version 2; it was 1');
  });

  test('stands a story that broke off before it began', () => {
    expect(page(story({ chapters: [chapter()], played: [], visits: [], began: 0, ended: 0 }))).toContain(
      'It did not go as told.',
    );
  });
});
