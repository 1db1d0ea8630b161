import type { Answer, Asked } from './route.ts';

/** One page of something, and where the others are. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly number: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The page that is asked for: 30 a page unless `per_page` says otherwise, 100 at most. The header `link` names the next page,
 * the last, the one before and the first, where there are such.
 * https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export function pageOf<Item>(all: readonly Item[], { url, query }: Asked): Page<Item> {
  const size = Math.min(positive(query.get('per_page'), 30), 100);
  const number = positive(query.get('page'), 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const items = all.slice((number - 1) * size, number * size);
  return { items, number, headers: linksOf(url, number, last) };
}

/** A list, as a page of it. */
export function listPage(all: readonly unknown[], asked: Asked): Answer {
  const { items, headers } = pageOf(all, asked);
  return { value: items, headers };
}

/** A list under a name, with how many there are in all. */
export function countedPage(name: string, all: readonly unknown[], asked: Asked): Answer {
  const { items, headers } = pageOf(all, asked);
  return { value: { total_count: all.length, [name]: items }, headers };
}

/** The header that leads from page to page; none where there is one page alone. */
export function linksOf(url: URL, number: number, last: number): Readonly<Record<string, string>> {
  const link = (rel: string, page: number) => {
    const there = new URL(url);
    there.searchParams.set('page', String(page));
    return `<${there.href}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link('prev', Math.min(number - 1, last)), link('first', 1)] : []),
    ...(number < last ? [link('next', number + 1), link('last', last)] : []),
  ];
  return links.length > 0 ? { link: links.join(', ') } : {};
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text ?? otherwise);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
