import type { Viewed } from '../../../kernel/service.ts';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html

/** A header, a cookie or a parameter: the last value, and all of them where there are several. */
interface Value {
  readonly value: string;
  readonly multiValue?: readonly { readonly value: string }[];
}

type Values = Readonly<Record<string, Value>>;

/** A request as functions have it. */
export interface FunctionRequest {
  readonly method: string;
  /** The path, as it was sent. */
  readonly uri: string;
  readonly querystring: Values;
  readonly headers: Values;
  readonly cookies: Values;
}

/** A response as functions have it. */
export interface FunctionResponse {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers?: Values;
  readonly cookies?: Values;
  readonly body?: string | { readonly encoding: 'text' | 'base64'; readonly data: string };
}

/** What is asked, by its parts. */
export interface Parts {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/** The request of an event. Cookies are apart from the other headers. */
export function requestOf({ method, path, query, headers: { cookie = '', ...headers } }: Parts): FunctionRequest {
  const pairs = cookie.split(';').flatMap((each) => {
    const [, name, value = ''] = /^\s*([^=\s]+)=(.*)$/.exec(each) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  return {
    method,
    uri: path,
    querystring: valuesOf([...query]),
    headers: valuesOf(Object.entries(headers)),
    cookies: valuesOf(pairs),
  };
}

/** A request as a function has given it back; nothing where it is none. */
export function partsOf(given: unknown, asked: Parts): Parts | undefined {
  const { uri, querystring = {}, headers = {}, cookies = {} } = given as Partial<FunctionRequest>;
  if (typeof uri !== 'string' || !uri.startsWith('/')) return undefined;
  const cookie = listed(cookies).map(([name, value]) => `${name}=${value}`);
  const all = Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name.toLowerCase(), value]));
  return {
    method: asked.method,
    path: uri,
    query: new URLSearchParams(listed(querystring).map(([name, value]): [string, string] => [name, value])),
    headers: { ...all, ...(cookie.length > 0 && { cookie: cookie.join('; ') }) },
  };
}

/** The response of an event. */
export function responseOf({ status, headers }: Viewed): FunctionResponse {
  return { statusCode: status, headers: valuesOf(Object.entries(headers)), cookies: {} };
}

/** A response as a function has given it back; its body is that of `before` where it gives none. */
export function viewedOf(given: FunctionResponse, before: Uint8Array = new Uint8Array()): Viewed {
  const { statusCode, headers = {}, cookies = {}, body } = given;
  const set = listed(cookies).map(([name, value]) => `${name}=${value}`);
  const named = Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name.toLowerCase(), value]));
  const content = typeof body === 'string' ? { encoding: 'text' as const, data: body } : body;
  const bytes = content && Buffer.from(content.data, content.encoding === 'base64' ? 'base64' : 'utf8');
  return {
    status: statusCode,
    headers: { ...named, ...(set.length > 0 && { 'set-cookie': set.join(', ') }) },
    body: bytes ?? before,
  };
}

function valuesOf(pairs: readonly (readonly [string, string])[]): Values {
  const all = new Map<string, string[]>();
  for (const [name, value] of pairs) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries(
    [...all].map(([name, values]) => [
      name,
      { value: values.at(-1)!, ...(values.length > 1 && { multiValue: values.map((value) => ({ value })) }) },
    ]),
  );
}

function listed(values: Values): readonly (readonly [string, string])[] {
  return Object.entries(values).flatMap(([name, { value, multiValue }]) =>
    (multiValue ?? [{ value }]).map((each) => [name, each.value] as const),
  );
}
