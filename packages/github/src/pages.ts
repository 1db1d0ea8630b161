import type { Answered } from './answer.ts';
import type { Client, Parameters } from './client.ts';
import type { Doing } from './failures.ts';

/** The most that GitHub gives at once: https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
export const PAGE = 100;

/** A list that comes in pages. */
export interface Paged {
  readonly path: string;
  readonly parameters?: Parameters;
  /** Under which name it stands in the answer; the answer itself unless given. */
  readonly name?: string;
}

/**
 * The pages of a list, one after another, as far as they are asked for. Another page follows where GitHub says so, or where
 * this one is full: a proxy that takes the header `link` away must not make the list shorter.
 */
export async function* pagesOf(
  client: Client,
  { path, parameters, name }: Paged,
  doing: Doing,
): AsyncGenerator<readonly Answered[], void, undefined> {
  for (let page = 1; ; page += 1) {
    const { value, hasNext } = await client.get(path, { ...parameters, per_page: PAGE, page }, doing);
    const items = (name === undefined ? value : value.at(name)).list();
    yield items;
    if (!hasNext && items.length < PAGE) return;
    // A page that is empty and has a next one leads nowhere.
    if (items.length === 0) return;
  }
}

/** The whole list. */
export async function wholeList(client: Client, paged: Paged, doing: Doing): Promise<readonly Answered[]> {
  const all: Answered[] = [];
  for await (const items of pagesOf(client, paged, doing)) all.push(...items);
  return all;
}
