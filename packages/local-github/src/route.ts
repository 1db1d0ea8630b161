import { refuse } from './refusal.ts';

/** A request of the API, as a route sees it. */
export interface Asked {
  readonly method: string;
  /** The whole address, with what was asked of the host. */
  readonly url: URL;
  /** What stands in the places of the route's path, decoded. */
  readonly places: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** The media type that is accepted. */
  readonly accept: string;
}

/** What is answered; a status of 200, and JSON, unless said otherwise. */
export interface Answer {
  readonly status?: number;
  readonly value?: unknown;
  /** Plain text in the place of JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A permission as GitHub's header names it, such as `pull_requests`. */
export type Permission = 'actions' | 'contents' | 'deployments' | 'metadata' | 'pull_requests' | 'security_events';

/** What a token may do with what; a permission that is not named is none. */
export type Permissions = Readonly<Partial<Record<Permission, 'read' | 'write'>>>;

/** One route of the API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/repos/OWNER/NAME`, such as `/pulls/{number}/files`; a place that ends in `*` takes slashes too. */
  readonly path: string;
  /** Of a private repository; GitHub's documentation has it with each route. */
  readonly needs: Permission;
  /** Where GitHub documents it; it stands in the answer to an error, as GitHub has it there. */
  readonly source: string;
  answer(asked: Asked): Answer | Promise<Answer>;
}

/** Which of the routes a request takes, and what stands in its places. */
export function routeOf(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly places: Readonly<Record<string, string>> } {
  for (const route of routes) {
    const places = route.method === method ? placesIn(route.path, path) : undefined;
    if (places) return { route, places };
  }
  return refuse(501, `The local GitHub has no ${method} ${path}.`);
}

function placesIn(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const names = [...pattern.matchAll(/\{(\w+)\*?\}/g)].map(([, name = '']) => name);
  const source = pattern.replaceAll(/\{\w+\*\}/g, '(.+)').replaceAll(/\{\w+\}/g, '([^/]+)');
  const found = new RegExp(`^${source}$`).exec(path);
  if (!found) return undefined;
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
  } catch {
    return refuse(400, 'The path is not encoded as it has to be.');
  }
}
