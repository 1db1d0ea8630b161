// Builds `site/` into `dist/` as site builders do, without anything to install: the name of an asset has the hash of its content, and what
// names it names that. So pages of any release find the assets that they were built with, and browsers may keep those for ever.
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [from, to] = ['site', 'dist'].map((folder) => path.join(import.meta.dirname, folder));
rmSync(to, { recursive: true, force: true });
cpSync(from, to, { recursive: true });
const assets = readdirSync(path.join(from, 'assets'));
for (const asset of assets) rmSync(path.join(to, 'assets', asset));
const built = new Map();

/** Writes an asset, after those that it names, and gives the name that it got. */
function nameOf(asset) {
  if (built.has(asset)) return built.get(asset);
  const text = withNames(readFileSync(path.join(from, 'assets', asset), 'utf8'), './');
  const { name, ext } = path.parse(asset);
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 8);
  writeFileSync(path.join(to, 'assets', `${name}-${hash}${ext}`), text);
  built.set(asset, `${name}-${hash}${ext}`);
  return built.get(asset);
}

/** What stands behind a prefix and is no asset of this build stays as it is. */
function withNames(text, prefix) {
  return text.replaceAll(/(["'])([^"'\s]+)\1/g, (whole, quote, named) => {
    const asset = named.startsWith(prefix) ? named.slice(prefix.length) : undefined;
    return asset !== undefined && assets.includes(asset) ? `${quote}${prefix}${nameOf(asset)}${quote}` : whole;
  });
}

for (const asset of assets) nameOf(asset);
for (const page of readdirSync(to).filter((name) => name.endsWith('.html')))
  writeFileSync(path.join(to, page), withNames(readFileSync(path.join(to, page), 'utf8'), '/assets/'));
