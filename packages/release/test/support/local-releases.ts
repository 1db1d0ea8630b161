import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Releases of one repository, on this machine. Sources: https://docs.github.com/en/rest/releases/releases and …/assets. */
export interface LocalReleases {
  readonly api: string;
  /** What users of the repository's page would see; drafts too. */
  readonly kept: KeptRelease[];
  stop(): Promise<void>;
}

/** As GitHub keeps it. */
export interface KeptRelease {
  id: number;
  tag_name: string;
  target_commitish: string;
  body: string;
  draft: boolean;
  prerelease: boolean;
  latest: boolean;
  assets: { id: number; name: string; state: string; digest: string; text: string }[];
}

/**
 * Strict where GitHub is: a published release is immutable, as with the repository's setting of that name (title, notes and
 * `latest` could change still, which no run of ours does); an asset's name is
 * taken once; a token is needed. Where a tag is missing, GitHub would make it on publishing: here that is refused, since no run
 * of ours may come to it.
 *
 * @param tags of the repository now, by name.
 */
export async function startLocalReleases(
  repository: string,
  tags: () => Promise<ReadonlyMap<string, string>>,
): Promise<LocalReleases> {
  const kept: KeptRelease[] = [];
  let last = 0;
  let api = '';
  const shown = (release: KeptRelease) => ({
    ...release,
    upload_url: `${api}/upload/${release.id}/assets{?name,label}`,
  });
  const home = `/repos/${repository}/releases`;

  const answer = async (method: string, url: URL, body: Buffer): Promise<[status: number, body?: unknown]> => {
    const words = method === 'POST' || method === 'PATCH' ? () => JSON.parse(body.toString('utf8')) : () => ({});
    const [, id, asset] = /\/(?:upload\/|releases\/)(?:(\d+)|assets\/(\d+))/.exec(url.pathname) ?? [];
    const release = kept.find((one) => one.id === Number(id));
    if (method === 'GET' && url.pathname === home) {
      const [size, page] = [Number(url.searchParams.get('per_page') ?? 30), Number(url.searchParams.get('page') ?? 1)];
      return [
        200,
        kept
          .map(shown)
          .reverse()
          .slice((page - 1) * size, page * size),
      ];
    }
    if (method === 'POST' && url.pathname === home) {
      const { tag_name, target_commitish, body: text, draft, prerelease } = words();
      if (kept.some((one) => one.tag_name === tag_name && !one.draft))
        return [422, { message: 'Validation Failed: already_exists' }];
      last += 1;
      const made = { id: last, tag_name, target_commitish, body: text, draft, prerelease, latest: false, assets: [] };
      kept.push(made);
      return [201, shown(made)];
    }
    if (method === 'DELETE' && asset) {
      const of = kept.find(({ assets }) => assets.some((one) => one.id === Number(asset)));
      if (!of) return [404, { message: 'Not Found' }];
      if (!of.draft) return [422, { message: 'Cannot delete asset from an immutable release' }];
      of.assets = of.assets.filter((one) => one.id !== Number(asset));
      return [204];
    }
    if (!release) return [404, { message: 'Not Found' }];
    if (method === 'DELETE') {
      // GitHub deletes what is published, too, and never gives out the name of its tag again: no run of ours may come to it.
      if (!release.draft) return [422, { message: 'A published release is not deleted here' }];
      kept.splice(kept.indexOf(release), 1);
      return [204];
    }
    if (method === 'GET') return [200, shown(release)];
    if (method === 'POST') {
      const name = url.searchParams.get('name') ?? '';
      if (!release.draft) return [422, { message: 'Cannot upload assets to an immutable release' }];
      if (release.assets.some((one) => one.name === name))
        return [422, { message: 'Validation Failed: already_exists' }];
      last += 1;
      const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
      release.assets.push({ id: last, name, state: 'uploaded', digest, text: body.toString('utf8') });
      return [201, {}];
    }
    if (method === 'PATCH') {
      if (!release.draft) return [422, { message: 'Immutable releases cannot be changed' }];
      if (kept.some((one) => one.tag_name === release.tag_name && !one.draft))
        return [422, { message: 'Validation Failed: already_exists' }];
      if (!(await tags()).has(release.tag_name)) return [422, { message: 'There is no such tag' }];
      const { draft, make_latest } = words();
      release.draft = draft;
      // https://docs.github.com/en/rest/releases/releases#update-a-release: "Drafts and prereleases cannot be set as latest."
      if (make_latest === 'true' && release.prerelease) return [422, { message: 'Prereleases cannot be latest' }];
      if (make_latest === 'true') for (const one of kept) one.latest = one === release;
      return [200, shown(release)];
    }
    return [404, { message: 'Not Found' }];
  };

  const server = createServer(async (request, response) => {
    const allowed = request.headers.authorization === 'Bearer token';
    const [status, body] = allowed
      ? await answer(request.method ?? '', new URL(request.url ?? '', api), await bytesOf(request))
      : [401, { message: 'Bad credentials' }];
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    api,
    kept,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
