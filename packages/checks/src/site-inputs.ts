import { accepted, type Input, input, type Refusal, refused } from '@actions-aws/action';
import { isLocalName } from '@actions-aws/action/http';

/**
 * The input for the address of a site: scheme and host, for paths are the site's. `http:` would show the release, and what is in
 * `headers`, to all on the way, so that it has to be allowed; on this machine there is no way.
 */
export function siteAddress({ allowsHttp = false }: { readonly allowsHttp?: boolean } = {}): Input<string> {
  return input('address', (given) => {
    const example = 'such as https://test.example.com';
    const url = URL.parse(given);
    if (!url || !['http:', 'https:'].includes(url.protocol)) return refused(`must be an address, ${example}`);
    if (url.username || url.password) return refused('must not have credentials in it', 'Give them by `headers`.');
    if (url.pathname !== '/' || url.search || url.hash) return refused(`must be scheme and host only, ${example}`);
    const isHere = isLocalName(url.hostname) || ['127.0.0.1', '[::1]'].includes(url.hostname);
    if (url.protocol === 'http:' && !isHere && !allowsHttp) return refused('must begin with https://');
    return accepted(url.origin);
  });
}

/** Token and value, as HTTP has them: https://www.rfc-editor.org/rfc/rfc9110#section-5.5 */
const HEADER = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)$/;

/** What a request decides by itself. */
const OURS = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'expect', 'upgrade'];

/** The input for what a protected site asks for: a header on each line, as `Authorization: Basic …`. Lines and values are masked. */
export function siteHeaders(): Input<Readonly<Record<string, string>>> {
  return {
    type: 'headers, one on each line',
    optional: false,
    secret: true,
    secretsIn: (given) =>
      linesOf(given).flatMap((line) => [line, ...secretsOf(line.slice(line.indexOf(':') + 1).trim())]),
    parse(given) {
      const headers: Record<string, string> = {};
      const refusals: Refusal[] = [];
      for (const [index, line] of linesOf(given).entries()) {
        const [, name = '', value = ''] = HEADER.exec(line) ?? [];
        const key = name.toLowerCase();
        const at = { at: ` line ${index + 1}`, value: undefined };
        if (!key)
          refusals.push({
            ...at,
            message: 'must be a name, a colon and a value',
            remedy: 'Write it like `Authorization: Basic …`.',
          });
        else if (OURS.includes(key))
          refusals.push({ ...at, message: `must not set ${name}, which each request sets by itself` });
        else if (key in headers) refusals.push({ ...at, message: `has ${name} a second time` });
        else headers[key] = value;
      }
      return refusals.length > 0 ? { accepted: false, refusals } : accepted(headers);
    },
  };
}

/** A scheme, and what a site is opened by: https://www.rfc-editor.org/rfc/rfc9110#section-11.4 */
const CREDENTIALS = /^([A-Za-z][A-Za-z0-9-]*) +(\S{6,})$/;

/** A server that says why it refuses may name the token alone, or the password in clear. What is shorter would be masked in every word. */
function secretsOf(value: string): readonly string[] {
  const [, scheme = '', credentials = ''] = CREDENTIALS.exec(value) ?? [];
  if (credentials === '') return [value];
  const pair = scheme.toLowerCase() === 'basic' ? Buffer.from(credentials, 'base64').toString('utf8') : '';
  const [, password = ''] = /^[^:]*:(.{6,})$/s.exec(pair) ?? [];
  return [value, credentials, ...(password === '' ? [] : [pair, password])];
}

function linesOf(given: string): readonly string[] {
  return given
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
