import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/**
 * Whether a host is `localhost` or below it. Such a name never leaves the machine
 * (https://www.rfc-editor.org/rfc/rfc6761#section-6.3), although not every system resolves it.
 */
export function isLocalName(hostname: string): boolean {
  return /^(?:[^/]+\.)?localhost$/i.test(hostname);
}

/** Resolves any name to this machine, and asks no name server. */
export const lookupLocally: LookupFunction = (_, options, done) => lookup('localhost', options, done);
