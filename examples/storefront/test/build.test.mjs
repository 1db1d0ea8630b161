import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { build } from '../build.mjs';

const sources = {
  'index.html': '<script src="/assets/shop.js"></script><a href="/books.html">Books</a>',
  'assets/shop.js': "import './prices.js';\nconst later = () => import('./checkout.js');\n",
  'assets/prices.js': 'export const price = 9;\n',
  'assets/checkout.js': "export const api = './orders';\n",
};

/** Builds sources, and gives the files of the build by their paths. */
function built(files, t) {
  const folder = mkdtempSync(path.join(tmpdir(), 'storefront-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'site/assets'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, 'site', file), text);
  const to = path.join(folder, 'dist');
  build(path.join(folder, 'site'), to);
  const entries = readdirSync(to, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(to, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')];
    }),
  );
}

const assetOf = (files, name) => [...files.keys()].find((file) => file.startsWith(`assets/${name}-`)) ?? '';
const below = (file) => file.slice('assets/'.length);

test('pages and modules name the assets that they were built with, and the rest of them stays as it is', (t) => {
  const files = built(sources, t);
  const [shop, prices, checkout] = ['shop', 'prices', 'checkout'].map((name) => assetOf(files, name));
  assert.deepEqual([...files.keys()].sort(), [checkout, prices, shop, 'index.html'].sort());
  assert.equal(files.get('index.html'), sources['index.html'].replace('assets/shop.js', shop));
  const named = sources['assets/shop.js'].replace('prices.js', below(prices)).replace('checkout.js', below(checkout));
  assert.equal(files.get(shop), named);
  assert.equal(files.get(checkout), sources['assets/checkout.js']);
});

test('the same sources are the same build', (t) => {
  assert.deepEqual(built(sources, t), built(sources, t));
});

test('a module that changes has another name, and so has each that leads to it', (t) => {
  const before = built(sources, t);
  const after = built({ ...sources, 'assets/checkout.js': 'export const api = "";\n' }, t);
  const names = ['shop', 'checkout', 'prices'];
  const kept = names.filter((name) => assetOf(after, name) === assetOf(before, name));
  assert.deepEqual(kept, ['prices']);
});

test('modules that import each other are refused', (t) => {
  const circle = { ...sources, 'assets/prices.js': "import './shop.js';\n" };
  assert.throws(() => built(circle, t), /imported by what it imports/);
});
