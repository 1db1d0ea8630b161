import { UserError } from './user-error.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Where a request goes, as far as a proxy depends on it; a `URL` is one. */
export interface Destination {
  /** `http:` or `https:`. */
  readonly protocol: string;
  /** An IPv6 address stands in brackets. */
  readonly hostname: string;
  readonly port?: string | number | undefined;
}

/**
 * The address of the proxy that a request takes: `HTTPS_PROXY` or `HTTP_PROXY`, by the protocol of the request, unless
 * `NO_PROXY` names its host; the variables in lower case come first. A self-hosted runner sets them from its own settings
 * (https://docs.github.com/actions/how-tos/manage-runners/self-hosted-runners/use-proxy-servers).
 *
 * The rules are those of GitHub's toolkit
 * (https://github.com/actions/toolkit/blob/main/packages/http-client/src/proxy.ts), so that all steps of a job agree: an
 * entry of `NO_PROXY` holds for its subdomains too, with or without a leading dot, and may name a port; `*` stands for all;
 * this machine is always reached directly.
 *
 * @throws UserError when the variable holds no address of an HTTP proxy; it is named, its value is not: it may hold a password.
 */
export function proxyFor(destination: Destination, env: Env): string | undefined {
  const isSecure = destination.protocol === 'https:';
  const names = isSecure ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY'];
  const name = names.find((one) => env[one]);
  if (!name || isDirect(destination, env.no_proxy || env.NO_PROXY || '')) return undefined;
  const url = addressIn(env[name]);
  if (url) return url.href;
  throw new UserError(`${name} is not the address of an HTTP proxy.`, {
    hint: `Set it to an address like http://proxy.example.com:3128, or name ${destination.hostname} in NO_PROXY.`,
  });
}

/** The passwords in the addresses of proxies, as written, as meant and as sent: what must be masked. */
export function proxySecretsIn(env: Env): readonly string[] {
  const secrets = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].flatMap((name) => {
    const url = addressIn(env[name]);
    if (!url?.password) return [];
    const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    return [url.password, password, Buffer.from(`${username}:${password}`).toString('base64')];
  });
  return [...new Set(secrets)];
}

/** The address of a proxy; without a scheme, as curl takes it, it is one of HTTP. */
function addressIn(text = ''): URL | undefined {
  try {
    const url = new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
    // Node decodes both when it builds its agents.
    decodeURIComponent(url.username + url.password);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
  } catch {
    return undefined;
  }
}

function isDirect({ protocol, hostname, port }: Destination, noProxy: string): boolean {
  const host = hostname.toLowerCase();
  if (/^(?:127\.|\[::1\]$|(?:.+\.)?localhost$)/.test(host)) return true;
  const hosts = [host, `${host}:${port || (protocol === 'https:' ? 443 : 80)}`];
  return noProxy
    .toLowerCase()
    .split(',')
    .map((entry) => entry.trim().replace(/^\*?\./, ''))
    .some(
      (entry) => entry === '*' || (entry !== '' && hosts.some((one) => one === entry || one.endsWith(`.${entry}`))),
    );
}
