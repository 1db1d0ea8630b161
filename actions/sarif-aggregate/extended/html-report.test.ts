import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inChromium, openTab, type Tab } from '@actions-aws/testing/browser';
import { htmlReport } from '../src/report/html/html-report.ts';
import { piecesOf, whole } from '../test/support/listing.ts';
import { finding, told } from '../test/support/told.ts';

const COUNT = 25_000;

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'html-report-'));
  file = path.join(folder, 'findings.html');
  const findings = Array.from({ length: COUNT }, (_, index) =>
    finding({
      rule: `rule-${index % 300}`,
      path: `services/service-${index % 40}/src/module-${index % 900}.py`,
      line: index,
      message: `Finding ${index}: a sentence of the length that tools write, about what is wrong here, and what to do instead of it.`,
    }),
  );
  await writeFile(file, piecesOf(htmlReport(told(findings)), whole(...findings)).join(''));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Opens a file in a browser of its own. */
function inBrowser(name: string, use: (tab: Tab) => Promise<void>): Promise<void> {
  return inChromium(async (browser) => use(await openTab(browser, pathToFileURL(name).href)));
}

/** Milliseconds from a change of the search to the rows in their places: of the slowest word the fastest of five times. */
const KEYSTROKE = `(() => {
  const search = document.getElementById('search');
  const list = document.getElementById('list');
  const words = ['', 'm', 'mo', 'mod', 'modu', 'module-8', 'module-89 rule-1'];
  const took = words.map(() => []);
  for (let round = 0; round < 5; round += 1) {
    for (const [index, word] of words.entries()) {
      const started = performance.now();
      search.value = word;
      search.dispatchEvent(new Event('input', { bubbles: true }));
      if (list.scrollHeight === 0) throw new Error('Nothing is listed.');
      took[index].push(performance.now() - started);
    }
  }
  return Math.max(...took.map((times) => Math.min(...times)));
})()`;

it(`shows ${COUNT.toLocaleString('en-US')} findings within a second, and answers a key within a tenth`, async () => {
  const seen: { first: number; ready: number; key: number }[] = [];
  // The fastest of three: what else the machine does is no time of the page.
  for (let opened = 0; opened < 3; opened += 1) {
    await inBrowser(file, async ({ page, complaints }) => {
      // The worst rows stand in the page before the data: they are seen first, and can be searched once the page has loaded.
      const { first, ready, rows } = (await page.evaluate(`({
        first: performance.getEntriesByName('first-contentful-paint')[0].startTime,
        ready: performance.timing.loadEventEnd - performance.timing.navigationStart,
        rows: document.querySelectorAll('#list tr[data-index]').length,
      })`)) as { first: number; ready: number; rows: number };
      seen.push({ first, ready, key: Number(await page.evaluate(KEYSTROKE)) });
      expect(rows).toBeGreaterThan(5);
      expect(rows).toBeLessThan(100);
      expect(complaints).toEqual([]);
    });
  }
  const [first, ready, key] = (['first', 'ready', 'key'] as const).map((name) =>
    Math.min(...seen.map((one) => one[name])),
  );
  console.log(`first rows after ${first} ms, all of them after ${ready} ms, a keystroke ${key} ms`);
  expect(first).toBeLessThanOrEqual(1000);
  expect(key).toBeLessThanOrEqual(100);
}, 120_000);

it('is used by keys alone, to the last finding and back', async () => {
  await inBrowser(file, async ({ page, complaints }) => {
    const { keyboard } = page;
    const current = () => page.evaluate(`document.querySelector('#list tr[tabindex="0"]')?.dataset.index`);
    const focused = () => page.evaluate('document.activeElement.id || document.activeElement.tagName');
    await keyboard.press('/');
    expect(await focused()).toBe('search');
    await keyboard.press('ArrowDown');
    expect(await focused()).toBe('TR');
    expect(await current()).toBe('0');
    await keyboard.press('End');
    expect(await current()).toBe(String(COUNT - 1));
    await keyboard.press('PageUp');
    await keyboard.press('ArrowDown');
    expect(Number(await current())).toBeGreaterThan(COUNT - 100);
    await keyboard.press('Enter');
    expect(await page.evaluate(`document.getElementById('detail').open`)).toBe(true);
    await keyboard.press('Escape');
    expect(await page.evaluate(`document.getElementById('detail').open`)).toBe(false);
    expect(await focused()).toBe('TR');
    await keyboard.press('Home');
    expect(await current()).toBe('0');
    expect(complaints).toEqual([]);
  });
}, 120_000);

it('runs no script but its own', async () => {
  const other = path.join(folder, 'other.html');
  const text = piecesOf(htmlReport(told([finding()])), whole(finding())).join('');
  await writeFile(other, text.replace('</body>', '<script>document.title = "another script"</script></body>'));
  await inBrowser(other, async ({ page, complaints }) => {
    expect(await page.evaluate('document.title')).toBe('Blocked: security findings');
    expect(await page.evaluate(`document.querySelectorAll('#list tr[data-index]').length`)).toBe(1);
    expect(complaints.join()).toContain('Content Security Policy');
  });
}, 120_000);
