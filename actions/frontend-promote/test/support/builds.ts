import { createHash } from 'node:crypto';
import { type Manifest, manifestOf, type ReleaseFile } from '@actions-aws/site';

/** A build: its files by their paths, and the manifest of the release that it becomes. */
export interface Build {
  readonly manifest: Manifest;
  readonly contents: ReadonlyMap<string, string>;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
};

/** What is different about a build. */
export interface Change {
  /** Files that are added, or have another content; `undefined` takes one away. */
  readonly files?: Readonly<Record<string, string | undefined>>;
}

/** A site of twelve files, of which four are hashed; two of those are named by no tag. */
export function buildOf(version: string, { files = {} }: Change = {}): Build {
  const usual: Readonly<Record<string, string | undefined>> = {
    'index.html': page(
      version,
      `<img src="/logo.svg" alt=""><script type="module">import("./assets/lazy-${version}.js")</script>`,
    ),
    'about.html': page(version, '<h1>About</h1>'),
    'docs.html': page(version, '<!-- <script src="/assets/long-gone.js"></script> -->'),
    '404.html': page(version, '<h1>There is nothing here</h1>'),
    [`assets/app-${version}.js`]: `export const version = '${version}'; import('./chunk-${version}.js');`,
    [`assets/style-${version}.css`]: `body { color: #${version}00 }`,
    [`assets/lazy-${version}.js`]: `export default 'lazy ${version}';`,
    [`assets/chunk-${version}.js`]: `export default 'chunk ${version}';`,
    'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'robots.txt': 'User-agent: *\n',
    'site.webmanifest': '{"name":"Shop"}',
    'empty.txt': '',
    ...files,
  };
  return buildFrom(new Map(Object.entries(usual).filter((entry): entry is [string, string] => entry[1] !== undefined)));
}

/** What a builder has left, as a build. */
export function buildFrom(contents: ReadonlyMap<string, string>): Build {
  return { contents, manifest: manifestOf([...contents].map(([path, text]) => fileOf(path, text))) };
}

function page(version: string, inside: string): string {
  return `<!doctype html><html><head><link rel=stylesheet href="/assets/style-${version}.css"><link rel="manifest" href="/site.webmanifest"><script type="module" crossorigin src="/assets/app-${version}.js"></script></head><body>${inside}</body></html>`;
}

/** A file as a manifest has it. */
export function fileOf(path: string, text: string): ReleaseFile {
  const bytes = Buffer.from(text);
  const hashed = path.startsWith('assets/') && !path.endsWith('.LICENSE.txt');
  return {
    path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    headers: {
      'content-type': TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
    hashed,
  };
}
