import { manifestOf, type ReleaseFile } from '@actions-aws/site';
import type { Build } from '../src/build/build.ts';
import type { Observed } from '../src/plan/state.ts';
import { outputValues } from '../src/report/report.ts';
import type { Result } from '../src/stage.ts';

const page = (path: string): ReleaseFile => ({
  path,
  sha256: '0'.repeat(64),
  size: 1,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
  hashed: false,
});
const site = (name: string, pages: number) =>
  manifestOf([...Array(pages).keys()].map((index) => page(`docs/some/folder/of/the/site/${name}-${index}/index.html`)));

test('a large site is reported in as many bytes as a step can read from its environment', () => {
  const manifest = site('new', 20_000);
  const nothing = { release: undefined, raw: '', mark: undefined, deployed: true, url: '', toFree: 0, serves: '' };
  const observed = {
    verdicts: [],
    test: nothing,
    app: nothing,
    release: undefined,
    live: [],
    staged: site('old', 20_000),
    transfers: { sent: 20_000, copied: 0, kept: 0 },
    carried: [],
    losses: [],
  } as unknown as Observed;
  const desired = { build: manifest } as Result['desired'];
  const notes = { builders: [], unknown: manifest.files.map(({ path }) => path), kept: [], lost: [], replaced: [] };
  const build = { manifest, sources: new Map(), notes: { ...notes, otherwise: [], idle: {} } } as unknown as Build;
  const result = { outcome: 'staged', desired, before: observed, observed, planned: [], done: [] } as unknown as Result;
  const { report } = outputValues(result, build);
  expect(report.changes?.counts).toEqual({ added: 20_000, removed: 20_000, changed: 0 });
  expect(report.changes?.added[0]).toBe('docs/some/folder/of/the/site/new-0/index.html');
  expect(Buffer.byteLength(JSON.stringify(report))).toBeLessThan(128 * 1024);
});
