import { type Manifest, manifestOf, type ReleaseFile } from '@actions-aws/site';
import type { Build } from '../src/build/build.ts';
import type { Observed } from '../src/plan/state.ts';
import { outputValues } from '../src/report/report.ts';
import { warningsOf } from '../src/report/warnings.ts';
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

function staged(manifest: Manifest, more: Partial<Observed> = {}) {
  const nothing = { release: undefined, raw: '', mark: undefined, deployed: true, url: '', toFree: 0, serves: '' };
  const observed = {
    verdicts: [],
    test: nothing,
    app: nothing,
    release: undefined,
    live: [],
    staged: undefined,
    transfers: { sent: manifest.files.length, copied: 0, kept: 0 },
    carried: [],
    losses: [],
    ...more,
  } as unknown as Observed;
  const desired = { build: manifest } as Result['desired'];
  const result = { outcome: 'staged', desired, before: observed, observed, planned: [], done: [] } as unknown as Result;
  const notes = { builders: [], unknown: manifest.files.map(({ path }) => path), kept: [], lost: [], replaced: [] };
  const build = { manifest, sources: new Map(), notes: { ...notes, otherwise: [], idle: {} } } as unknown as Build;
  return { result, build };
}

test('a large site is reported in as many bytes as a step can read from its environment', () => {
  const { result, build } = staged(site('new', 20_000), { staged: site('old', 20_000) });
  const { report } = outputValues(result, build);
  expect(report.changes?.counts).toEqual({ added: 20_000, removed: 20_000, changed: 0 });
  expect(report.changes?.added[0]).toBe('docs/some/folder/of/the/site/new-0/index.html');
  expect(Buffer.byteLength(JSON.stringify(report))).toBeLessThan(128 * 1024);
});

test('under a store, pages that are found by their whole names only are a warning', () => {
  const names = ['index.html', 'docs/v1.2.html', 'docs/v1.3/index.html', 'docs/v2/index.html', 'a.b/c.html', 'x.js'];
  const manifest = manifestOf(names.map(page));
  const warned = (kind: string) => {
    const { result, build } = staged(manifest, { test: { kind } as Observed['test'] });
    return warningsOf(result, build).find(({ title }) => title === 'Pages with a dot in their names')?.text;
  };
  expect(warned('key-value-store')).toContain('reach docs/v1.2.html, docs/v1.3/index.html by the whole name');
  expect(warned('origin-path')).toBeUndefined();
});

test('under a store, so many pages that missing ones are taken for some of them are a warning', () => {
  const warned = (pages: number, kind = 'key-value-store', missing = '404.html') => {
    const names = [...Array(pages).keys()].map((index) => `docs/page-${index}.html`);
    const { result, build } = staged(manifestOf(['index.html', missing, ...names].map(page)), {
      test: { kind } as Observed['test'],
    });
    return warningsOf(result, build).find(({ title }) => title === 'Many pages')?.text;
  };
  expect(warned(600)).toBeUndefined();
  expect(warned(999)).toContain('about 23 in 100 get the refusal of S3 in place of 404.html');
  expect(warned(1_999)).toContain('about 48 in 100');
  expect(warned(1_999, 'origin-path')).toBeUndefined();
  expect(warned(1_999, 'key-value-store', 'other.html')).toBeUndefined();
});
