import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import process from 'node:process';
import { serve } from '../http/serve.ts';

/** What the server was asked. */
export interface GitRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

/** Repositories over HTTP, as GitHub has them. */
export interface GitServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly requests: readonly GitRequest[];
  close(): Promise<void>;
}

/** How it answers. */
export interface GitServerOptions {
  /** The folder of its repositories. */
  readonly root: string;
  /** Who may read: others get 401, as GitHub answers for a private repository. */
  readonly allows?: (authorization: string | undefined) => boolean;
  /** Answers instead of git where it gives a status, such as an outage's 503, or a redirection's with its location. */
  readonly instead?: (request: GitRequest) => { readonly status: number; readonly location?: string } | undefined;
}

/** Serves a folder's repositories by `git http-backend`, which comes with git. https://git-scm.com/docs/git-http-backend */
export async function serveGit({ root, allows = () => true, instead }: GitServerOptions): Promise<GitServer> {
  const requests: GitRequest[] = [];
  const { address, stop } = await serve((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const { authorization } = request.headers;
    const seen = { method: request.method ?? '', path: url.pathname, authorization };
    requests.push(seen);
    const other = instead?.(seen);
    if (other) response.writeHead(other.status, other.location ? { location: other.location } : {}).end();
    else if (!allows(authorization)) response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
    else backend(root, url, request, response);
  });
  return { url: address, requests, close: stop };
}

/** One request, by the common gateway interface. https://www.rfc-editor.org/rfc/rfc3875 */
function backend(root: string, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROJECT_ROOT: root,
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
      ...(request.headers['content-length'] && { CONTENT_LENGTH: request.headers['content-length'] }),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (head === undefined) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const lines = head.toString('latin1', 0, end).split('\r\n');
    const headers = lines.map(
      (line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const,
    );
    const status = Number.parseInt(headers.find(([name]) => name === 'Status')?.[1] ?? '200', 10);
    response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== 'Status')));
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.on('close', () => response.end());
}
