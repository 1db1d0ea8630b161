import type { IncomingHttpHeaders } from 'node:http';

/**
 * Why a request is not answered: a browser has sent it for a page of another site, or was led here by a name that is not this
 * machine's (DNS rebinding). Undefined for what other programs send, and for a person at the address bar.
 * https://fetch.spec.whatwg.org/#origin-header, https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
 */
export function foreignPage({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): string | undefined {
  if (!isThisMachine(host ?? ''))
    return refusal('Host', host, 'use 127.0.0.1, [::1], localhost or a name below localhost');
  if (origin !== undefined && origin !== `http://${host}`)
    return refusal('Origin', origin, 'use a program of your own');
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return refusal('Sec-Fetch-Site', String(site), 'use a program of your own');
  return undefined;
}

function isThisMachine(host: string): boolean {
  return /^(127\.0\.0\.1|\[::1\]|([a-z0-9.-]+\.)?localhost)(:\d+)?$/i.test(host);
}

function refusal(header: string, value: string | undefined, remedy: string): string {
  return `A web page cannot call the local cloud, and ${header} ${JSON.stringify(value ?? '')} is one's: ${remedy}.\n`;
}
