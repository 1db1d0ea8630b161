import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Request } from '../messages.ts';

/** The head of a request, up to where its body begins. */
export function headOf({ method, url, headers }: Pick<Request, 'method' | 'url' | 'headers'>, length?: number): string {
  const fields = {
    host: url.host,
    connection: 'keep-alive',
    'accept-encoding': 'identity',
    ...headers,
    ...(length !== undefined && { 'content-length': `${length}` }),
  };
  const lines = Object.entries(fields).map(([name, value]) => {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return `${name}: ${value}\r\n`;
  });
  return `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
