import { isLocalName } from '@actions-aws/action/http';
import type { ImageName } from './image-name.ts';

/** Docker Hub's registry is at another host than its images' names say. Source: https://docs.docker.com/reference/api/registry/latest/ */
export const HUB_API = 'registry-1.docker.io';

/** Where the API of a registry begins, such as `https://ghcr.io/v2/`. */
export function apiOf({ registry }: Pick<ImageName, 'registry'>): URL {
  const host = registry === 'docker.io' ? HUB_API : registry;
  const url = new URL(`https://${host}/v2/`);
  return isLoopback(url) ? new URL(`http://${host}/v2/`) : url;
}

/**
 * Whether an address is this machine's own, which needs no TLS: Docker's rule for a registry without it
 * (https://docs.docker.com/reference/cli/dockerd/#insecure-registries), and `*.localhost`, which never leaves the machine
 * (https://www.rfc-editor.org/rfc/rfc6761#section-6.3).
 */
export function isLoopback({ hostname }: URL): boolean {
  return /^127(?:\.\d{1,3}){3}$/.test(hostname) || hostname === '[::1]' || isLocalName(hostname);
}
