import type { Client } from './client.ts';

/** A commit that GitHub knows. */
export interface RemoteCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** Seconds since the epoch. */
  readonly committedAt: number;
}

const permission = 'contents';

/** A commit of a whole SHA; undefined where there is none. */
export async function commit(client: Client, sha: string): Promise<RemoteCommit | undefined> {
  const doing = { doing: `read the commit ${sha}`, permission };
  const found = await client.find('/git/commits/{sha}', { sha }, doing);
  return (
    found && {
      sha: found.value.at('sha').sha(),
      parents: found.value
        .at('parents')
        .list()
        .map((parent) => parent.at('sha').sha()),
      committedAt: Math.floor(found.value.at('committer').at('date').time() / 1000),
    }
  );
}

/** How one commit stands to another; `unrelated` where they have no ancestor in common. */
export type Standing = 'ahead' | 'behind' | 'identical' | 'diverged' | 'unrelated';

/**
 * How `head` stands to `base`: `ahead` where it contains it, `behind` where it is contained in it. Undefined where GitHub does not
 * know one of the two.
 *
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits. "The list of changed files is only shown on the first page":
 * the second, with one commit at most, has all that is needed. The first one may have a megabyte, with any `per_page`.
 */
export async function compare(client: Client, base: string, head: string): Promise<Standing | undefined> {
  const doing = { doing: `compare ${base} with ${head}`, permission };
  const parameters = { basehead: `${base}...${head}`, per_page: 1, page: 2 };
  const found = await client.find('/compare/{basehead}', parameters, doing);
  // "No common ancestor" is 404 as well, of commits that are there: https://github.com/trilom/file-changes-action/issues/138
  if (!found) return (await commit(client, base)) && (await commit(client, head)) ? 'unrelated' : undefined;
  const status = found.value.at('status');
  const known = (['ahead', 'behind', 'identical', 'diverged'] as const).find((one) => one === status.text());
  return known ?? status.unknown();
}
