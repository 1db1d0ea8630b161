import { createHash } from 'node:crypto';
import {
  keyOf,
  type Manifest,
  manifestOf,
  placeOf,
  RELEASE_FILE,
  type ReleaseFile,
  type Releases,
  releaseFileOf,
} from '@actions-aws/site';
import { withWorker } from '@actions-aws/testing';

/** A release, and what its files hold. */
export interface Build {
  readonly manifest: Manifest;
  readonly contents: ReadonlyMap<string, string>;
}

/** A site of twelve files, of which four are hashed, and a service worker with a list of them. */
export function buildOf(version: string, files: Readonly<Record<string, string>> = {}): Build {
  const page = `<script type="module" src="/assets/app-${version}.js"></script>`;
  const site = new Map(
    Object.entries({
      'index.html': page,
      'about.html': page,
      'docs.html': page,
      '404.html': page,
      [`assets/app-${version}.js`]: `import('./chunk-${version}.js')`,
      [`assets/chunk-${version}.js`]: version,
      [`assets/lazy-${version}.js`]: version,
      [`assets/style-${version}.css`]: `/* ${version} */`,
      'logo.svg': '<svg/>',
      'robots.txt': 'User-agent: *',
      'site.webmanifest': '{}',
      'empty.txt': '',
      ...files,
    }),
  );
  const contents = withWorker(site, isHashed);
  return { contents, manifest: manifestOf([...contents].map(([path, text]) => fileOf(path, text))) };
}

function fileOf(path: string, text: string): ReleaseFile {
  const hashed = isHashed(path);
  return {
    path,
    sha256: createHash('sha256').update(text).digest('hex'),
    size: Buffer.byteLength(text),
    headers: { 'content-type': 'text/html', 'cache-control': hashed ? 'max-age=31536000, immutable' : 'no-cache' },
    hashed,
  };
}

function isHashed(path: string): boolean {
  return path.startsWith('assets/');
}

/** Uploads a release, as frontend-stage does. */
export async function put({ manifest, contents }: Build, releases: Releases): Promise<void> {
  const { id } = manifest;
  for (const file of manifest.files) {
    await releases.create(placeOf(manifest, file.path), Buffer.from(contents.get(file.path) ?? ''), file, id);
  }
  const { text, headers } = releaseFileOf(id);
  await releases.create(keyOf(id, RELEASE_FILE), Buffer.from(text), { ...fileOf(RELEASE_FILE, text), headers });
  await releases.commit(manifest);
}
