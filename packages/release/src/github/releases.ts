import type { Id, Release } from '../plan/state.ts';

/** GitHub releases of one repository. */
export interface Releases {
  /** All of them, drafts too: these only for tokens that may write. */
  list(): Promise<readonly Release[]>;
  draft(draft: Draft): Promise<void>;
  upload(id: number, name: string, bytes: Uint8Array): Promise<void>;
  remove(asset: number): Promise<void>;
  /**
   * Deletes a draft.
   *
   * @throws where it is published by now: GitHub would never give out its tag again.
   */
  discard(id: number): Promise<void>;
  /** `latest`: the one that the repository's page shows, and `gh release download` takes. */
  publish(id: number, latest: boolean): Promise<void>;
}

/** What a draft says. Its tag must be there already: a release is about a commit, not about what GitHub would tag. */
export interface Draft {
  readonly tag: string;
  readonly commit: Id;
  readonly notes: string;
  readonly prerelease: boolean;
}

/** Where the API is, and who asks. */
export interface GitHubRepository {
  /** `https://api.github.com`, or a GHES's `https://HOST/api/v3`. */
  readonly api: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
}

/**
 * The releases by GitHub's REST API: https://docs.github.com/en/rest/releases/releases and
 * https://docs.github.com/en/rest/releases/assets
 */
export function githubReleases({ api, repository, token }: GitHubRepository): Releases {
  const home = `${api}/repos/${repository}/releases`;
  const ask = async (method: string, address: string, body?: object | Uint8Array): Promise<Response> => {
    const bytes = body instanceof Uint8Array;
    const response = await fetch(address, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': bytes ? 'application/octet-stream' : 'application/json' } : {}),
      },
      ...(body ? { body: bytes ? Buffer.from(body) : JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw await refusal(method, address, response);
    return response;
  };

  return {
    async list() {
      const releases: Release[] = [];
      for (let page = 1; ; page += 1) {
        const some = (await (await ask('GET', `${home}?per_page=100&page=${page}`)).json()) as Listed[];
        releases.push(...some.map(ofGitHub));
        if (some.length < 100) break;
      }
      // The oldest first.
      return releases.sort((a, b) => a.id - b.id);
    },
    async draft({ tag, commit, notes, prerelease }) {
      await ask('POST', home, {
        tag_name: tag,
        target_commitish: commit,
        name: tag,
        body: notes,
        prerelease,
        draft: true,
      });
    },
    async upload(id, name, bytes) {
      const { upload_url } = (await (await ask('GET', `${home}/${id}`)).json()) as { upload_url: string };
      await ask('POST', `${upload_url.replace(/\{.*$/, '')}?name=${encodeURIComponent(name)}`, bytes);
    },
    async remove(asset) {
      await ask('DELETE', `${home}/assets/${asset}`);
    },
    async discard(id) {
      const { draft } = (await (await ask('GET', `${home}/${id}`)).json()) as Listed;
      if (!draft) throw new Error(`The release ${id} is published, and no draft any more: it is left as it is.`);
      await ask('DELETE', `${home}/${id}`);
    },
    async publish(id, latest) {
      await ask('PATCH', `${home}/${id}`, { draft: false, make_latest: String(latest) });
    },
  };
}

interface Listed {
  readonly id: number;
  readonly tag_name: string;
  readonly draft: boolean;
  readonly target_commitish: string;
  readonly assets: readonly {
    readonly id: number;
    readonly name: string;
    readonly state: string;
    readonly digest?: string | null;
  }[];
}

function ofGitHub({ id, tag_name, draft, target_commitish, assets }: Listed): Release {
  const files = assets.map(({ id, name, state, digest }) => ({ id, name, state, digest: digest ?? undefined }));
  return { id, tag: tag_name, draft, target: target_commitish, assets: files };
}

async function refusal(method: string, address: string, response: Response): Promise<Error> {
  const { message } = (await response.json().catch(() => ({}))) as { message?: unknown };
  const remedy = [401, 403, 404].includes(response.status)
    ? ' GITHUB_TOKEN must be of this repository, with `permissions: contents: write`.'
    : '';
  const { pathname } = new URL(address);
  return new Error(
    `GitHub answered ${method} ${pathname} with ${response.status}: ${message ?? response.statusText}.${remedy}`,
  );
}
