import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** How webpack's licences end, behind the name of their script. */
export const LICENCE = '.LICENSE.txt';

/** A site as a builder leaves it: content by path. */
export type Built = ReadonlyMap<string, string>;

/**
 * A site of a version, as builders write one: pages, which name content-hashed assets; scripts that name others, which a browser loads
 * later; a licence beside a script, by the script's name; and what has the same name in each. Of two versions the vendor's script is the same file.
 * Twelve files, and a thirteenth with the list of a service worker as Workbox writes it.
 */
export function builtSite(version: string, { worker = false }: { readonly worker?: boolean } = {}): Built {
  const assets = new Map<string, string>();
  const asset = (name: string, extension: string, content: string) => {
    const hash = createHash('sha256').update(content).digest('base64url').slice(0, 8);
    const file = `assets/${name}-${hash}.${extension}`;
    assets.set(file, content);
    return file;
  };
  const lazy = ['cart', 'help', 'search'].map((name) => asset(name, 'js', `export default '${name} ${version}';\n`));
  const vendor = asset('vendor', 'js', "export const vendor = 'one';\n");
  const [beside, ...below] = lazy.map((file) => `/${file}`);
  const named = [beside?.replace('/assets/', './'), ...below];
  const imports = named.map((name) => `() => import('${name}')`).join(', ');
  const app = asset(
    'app',
    'js',
    `import '/${vendor}';\nexport const version = '${version}';\nexport const parts = [${imports}];\n`,
  );
  const style = asset('style', 'css', `body { content: '${version}'; }\n`);
  const page = (title: string) => `<!doctype html>
<html><head><title>${title} ${version}</title><link rel="stylesheet" href="/${style}">
<script type="application/json" id="config">{}</script>
<script type="module" src="/${app}"></script></head><body>${title} ${version}</body></html>
`;
  const built = new Map([
    ['index.html', page('Shop')],
    ['about.html', page('About')],
    ['404.html', page('Nothing here')],
    [`${app}${LICENCE}`, `The licence of what is in ${version}\n`],
    ['news.json', JSON.stringify({ version })],
    [`version.txt`, `${version}\n`],
    ...assets,
  ]);
  return worker ? withWorker(built, (name) => assets.has(name)) : built;
}

/** The same site with a service worker, `sw.js`, whose list names all of it as Workbox writes it: a revision where a name has no hash. */
export function withWorker(built: Built, isHashed: (name: string) => boolean): Built {
  const list = [...built]
    .filter(([url]) => !url.endsWith(LICENCE))
    .map(([url, content]) => ({ revision: isHashed(url) ? null : md5(content), url }));
  return new Map([...built, ['sw.js', `precacheAndRoute(${JSON.stringify(list)});\n`]]);
}

function md5(content: string): string {
  return createHash('md5').update(content).digest('hex');
}

/** Writes such a site into a folder. */
export async function writeSite(folder: string, built: Built): Promise<void> {
  for (const [name, content] of built) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
