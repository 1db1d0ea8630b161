import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { serve } from '../http/serve.ts';

/** What registries do in different ways. */
export interface Behaviour {
  /** Whether a blob can be had from another repository; where not, a mount goes on as an upload. */
  readonly mounts: boolean;
  /** How a blob may be sent: in one PUT, or only in a PATCH and a PUT without a body. */
  readonly takes: 'put' | 'patch';
  /** Whether blobs are read from another host. */
  readonly hasStore: boolean;
  /** Whether `Location` is a path, with a query that must come back as it is; otherwise a whole address. */
  readonly isRelative: boolean;
  /** Whether it says `Docker-Content-Digest`. */
  readonly saysDigests: boolean;
  /** Whether it lists referrers, and says so when one is written. */
  readonly referrers: 'api' | 'api, unsaid' | 'none';
  /** Takes a request over where it answers `true`: for faults. */
  readonly fault: (came: CameIn, response: ServerResponse) => boolean | Promise<boolean>;
  /**
   * Whether it speaks TLS, as registries do but those of one's own machine: then it is at `0.0.0.0`, which leads here too, and its
   * certificate is of {@link REGISTRY_AUTHORITY}.
   */
  readonly speaksTls: boolean;
  /** What `Authorization` it wants; a challenge where that is something else. */
  readonly wants?: (came: CameIn) => { readonly header: RegExp; readonly challenge: string };
}

/** A request as it comes in, before its body. */
export interface CameIn {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly request: IncomingMessage;
}

/** What is in one repository. */
export interface Held {
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, { readonly mediaType: string; readonly bytes: Buffer }>;
  readonly tags: Map<string, string>;
}

/** The certificate of the authority that vouches for registries with TLS: give it to `NODE_EXTRA_CA_CERTS`. */
export const REGISTRY_AUTHORITY = join(import.meta.dirname, 'authority.cert.pem');

const certified = () => {
  const pem = (name: string) => readFileSync(join(import.meta.dirname, `registry.${name}.pem`), 'utf8');
  return { cert: pem('cert'), key: pem('key') };
};

/** A registry in memory that is strict, and keeps what it is sent. */
export interface RegistryStub {
  /** Its `127.0.0.1:port`, or `0.0.0.0:port` with TLS. */
  readonly host: string;
  /** What a repository holds; asked for, it is there. */
  held(repository?: string): Held;
  /** What came, such as `HEAD /v2/team/api/blobs/…`, with digests cut to their first digits. */
  readonly came: string[];
  /** The header `Authorization` of each. */
  readonly authorizations: (string | undefined)[];
  stop(): Promise<void>;
}

/** Starts a {@link RegistryStub}. */
export async function startRegistryStub(given: Partial<Behaviour> = {}): Promise<RegistryStub> {
  const does: Behaviour = {
    mounts: true,
    takes: 'put',
    hasStore: false,
    isRelative: false,
    saysDigests: true,
    referrers: 'none',
    speaksTls: false,
    fault: () => false,
    ...given,
  };
  const repositories = new Map<string, Held>();
  const held = (repository = 'team/api') => {
    const found = repositories.get(repository) ?? { blobs: new Map(), manifests: new Map(), tags: new Map() };
    repositories.set(repository, found);
    return found;
  };
  const uploads = new Map<string, Buffer>();
  const came: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '' } = request;
    came.push(`${method} ${path.replace(/(sha256(?::|%3A)\w{4})\w+/g, '$1')}`);
    authorizations.push(request.headers.authorization);
    const one = { method, path, request };
    if (await does.fault(one, response)) return;
    const wanted = path.startsWith('/v2/') ? does.wants?.(one) : undefined;
    if (wanted && !wanted.header.test(request.headers.authorization ?? '')) {
      response.writeHead(401, { 'www-authenticate': wanted.challenge }).end();
      return;
    }
    const body = Buffer.concat(await request.toArray());
    const host = `${does.speaksTls ? 'https' : 'http'}://${request.headers.host}`;
    reply(response, { does, host, uploads, held, method, path, body, request });
  };
  const { address, stop } = await serve(
    (request, response) => {
      answer(request, response).catch(() => response.destroy());
    },
    does.speaksTls ? certified() : undefined,
  );
  const { host } = new URL(address);
  return { host: does.speaksTls ? host.replace('127.0.0.1', '0.0.0.0') : host, held, came, authorizations, stop };
}

interface Asked extends CameIn {
  readonly does: Behaviour;
  readonly host: string;
  readonly uploads: Map<string, Buffer>;
  held(repository?: string): Held;
  readonly body: Buffer;
}

function reply(response: ServerResponse, asked: Asked): unknown {
  const { pathname, searchParams } = new URL(asked.path, asked.host);
  const [, store] = /^\/store\/(.+)$/.exec(pathname) ?? [];
  const [, repository = '', kind = '', reference = ''] =
    /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|referrers)\/(.*)$/.exec(pathname) ?? [];
  const at = asked.held(repository || 'team/api');
  if (store !== undefined) {
    // S3 refuses who comes with two kinds of credentials: open-policy-agent/opa#6728.
    if (asked.request.headers.authorization !== undefined) return refuse(response, 400, 'INVALID');
    response.writeHead(200).end(asked.held(searchParams.get('of') ?? '').blobs.get(store));
  } else if (kind === 'blobs/uploads') upload(response, asked, at, reference, searchParams);
  else if (kind === 'blobs') {
    const blob = at.blobs.get(reference);
    if (!blob) return refuse(response, 404, 'BLOB_UNKNOWN');
    if (asked.method === 'GET' && asked.does.hasStore) {
      response.writeHead(307, {
        location: `${asked.host.replace(/127\.0\.0\.1|0\.0\.0\.0/, 'localhost')}/store/${reference}?of=${repository}`,
      });
      response.end();
    } else response.writeHead(200, { 'content-length': blob.length }).end(blob);
  } else if (kind === 'manifests') manifest(response, asked, at, reference);
  else if (kind === 'referrers' && asked.does.referrers !== 'none') {
    const manifests = [...at.manifests].flatMap(([digest, { mediaType, bytes }]) =>
      JSON.parse(bytes.toString()).subject?.digest === reference ? [{ mediaType, digest, size: bytes.length }] : [],
    );
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    response.writeHead(200, { 'content-type': mediaType });
    response.end(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
  } else if (pathname.endsWith('/tags/list')) {
    response.writeHead(200, { 'content-type': 'application/json' });
    const [, name = ''] = /^\/v2\/(.+)\/tags\/list$/.exec(pathname) ?? [];
    response.end(JSON.stringify({ name, tags: [...asked.held(name).tags.keys()] }));
  } else response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
}

function upload(response: ServerResponse, asked: Asked, at: Held, id: string, query: URLSearchParams): unknown {
  const { does, uploads, method, body } = asked;
  const { pathname } = new URL(asked.path, asked.host);
  const next = (one: string) => {
    const path = `${pathname.replace(/[^/]*$/, one)}?_state=a%2Fb+c%3D`;
    return { location: does.isRelative ? path : `${asked.host}${path}` };
  };
  const created = (digest: string) =>
    response.writeHead(201, does.saysDigests ? { 'docker-content-digest': digest } : {}).end();
  if (method === 'POST') {
    const [mount, from] = [query.get('mount') ?? '', query.get('from') ?? ''];
    const found = does.mounts && from !== '' ? asked.held(from).blobs.get(mount) : undefined;
    if (found) {
      at.blobs.set(mount, found);
      return created(mount);
    }
    const one = randomUUID();
    uploads.set(one, Buffer.alloc(0));
    response.writeHead(202, next(one)).end();
    return undefined;
  }
  const before = uploads.get(id);
  if (!before || !asked.path.includes('?_state=a%2Fb+c%3D')) return refuse(response, 404, 'BLOB_UPLOAD_UNKNOWN');
  const length = asked.request.headers['content-length'];
  if (length === undefined || Number(length) !== body.length) return refuse(response, 400, 'SIZE_INVALID');
  if (method === 'PATCH') {
    uploads.set(id, Buffer.concat([before, body]));
    response.writeHead(202, next(id)).end();
    return undefined;
  }
  const digest = query.get('digest') ?? '';
  if (does.takes === 'patch' && body.length > 0) return refuse(response, 405, 'UNSUPPORTED');
  const bytes = Buffer.concat([before, body]);
  if (digestLike(digest, bytes) !== digest) return refuse(response, 400, 'DIGEST_INVALID');
  uploads.delete(id);
  at.blobs.set(digest, bytes);
  return created(digest);
}

function manifest(
  response: ServerResponse,
  { does, method, body, request }: Asked,
  at: Held,
  reference: string,
): unknown {
  const mediaType = request.headers['content-type'] ?? '';
  if (method === 'PUT') {
    const digest = digestLike(reference, body);
    at.manifests.set(digest, { mediaType, bytes: body });
    if (!reference.includes(':')) at.tags.set(reference, digest);
    const { subject } = JSON.parse(body.toString());
    response.writeHead(201, {
      ...(does.saysDigests && { 'docker-content-digest': digest }),
      ...(subject && does.referrers === 'api' && { 'oci-subject': subject.digest }),
    });
    response.end();
    return undefined;
  }
  const digest = at.tags.get(reference) ?? reference;
  const found = at.manifests.get(digest);
  if (!found) return refuse(response, 404, 'MANIFEST_UNKNOWN');
  response.writeHead(200, {
    'content-type': found.mediaType,
    ...(does.saysDigests && { 'docker-content-digest': digest }),
  });
  return response.end(found.bytes);
}

/** The digest of bytes, by the algorithm of a reference that is one. */
function digestLike(reference: string, bytes: Uint8Array): string {
  const algorithm = reference.startsWith('sha512:') ? 'sha512' : 'sha256';
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

function refuse(response: ServerResponse, status: number, code: string): ServerResponse {
  response.writeHead(status, { 'content-type': 'application/json' });
  return response.end(JSON.stringify({ errors: [{ code, message: 'refused' }] }));
}
