// Builds `site/` into `dist/`, as site builders do: the name of an asset has the hash of its content, and what names it names that. So
// pages of any release find the assets that they were built with, and browsers may keep those for ever.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Builds one folder into another. */
export function build(from, to) {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  rmSync(path.join(to, 'assets'), { recursive: true });
  mkdirSync(path.join(to, 'assets'));
  const names = readdirSync(path.join(from, 'assets'));
  const built = new Map();

  /** Writes an asset, after those that it names, and gives the name that it got. */
  function nameOf(asset) {
    const known = built.get(asset);
    // One that names itself through others could have no hash: it would be part of what is hashed.
    if (known === '') throw new Error(`assets/${asset} is imported by what it imports.`);
    if (known !== undefined) return known;
    built.set(asset, '');
    const text = withNames(readFileSync(path.join(from, 'assets', asset), 'utf8'), './');
    const { name, ext } = path.parse(asset);
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 8);
    built.set(asset, `${name}-${hash}${ext}`);
    writeFileSync(path.join(to, 'assets', `${name}-${hash}${ext}`), text);
    return built.get(asset);
  }

  /** What stands behind a prefix and is no asset of this build stays as it is. */
  function withNames(text, prefix) {
    return text.replaceAll(/(["'])([^"'\s]+)\1/g, (whole, quote, named) => {
      const asset = named.startsWith(prefix) ? named.slice(prefix.length) : undefined;
      return asset !== undefined && names.includes(asset) ? `${quote}${prefix}${nameOf(asset)}${quote}` : whole;
    });
  }

  for (const asset of names) nameOf(asset);
  for (const page of readdirSync(to).filter((name) => name.endsWith('.html')))
    writeFileSync(path.join(to, page), withNames(readFileSync(path.join(to, page), 'utf8'), '/assets/'));
}

const here = import.meta.dirname;
if (process.argv[1] === fileURLToPath(import.meta.url)) build(path.join(here, 'site'), path.join(here, 'dist'));
