// A program that does no more than a copy needs: `node bare-copy.ts SOURCE TARGET`. It reads each blob, digests it and sends it, 24
// at a time, over plain sockets and in memory that is used again; then it writes the manifests. It asks for nothing that may be
// there, looks for no referrers, reads nothing again, and any answer but the usual one is its end. No Node program is faster.
import { createHash } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import process from 'node:process';

const AT_ONCE = 24;
const MEMORY = 256 * 1024;

const [source = '', target = ''] = process.argv.slice(2);
const [, sourceHost = '', from = '', root = ''] = /^([^/]+)\/(.+)@(.+)$/.exec(source) ?? [];
const [, targetHost = '', to = '', tag = ''] = /^([^/]+)\/(.+):([^:/]+)$/.exec(target) ?? [];
const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
const agent = new Agent({ keepAlive: true });

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function ask(method: string, url: string, headers: Record<string, string> = {}, body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, async (answer) => {
      const chunks = await answer.toArray();
      if ((answer.statusCode ?? 0) < 300) resolve({ headers: answer.headers, body: Buffer.concat(chunks) });
      else reject(new Error(`${method} ${url}: ${answer.statusCode}`));
    });
    sent.once('error', reject).end(body);
  });
}

interface Connection {
  readonly socket: Socket;
  /** Is given what comes. @returns whether to go on reading at once. */
  take(bytes: Buffer): boolean;
}

function connectionTo(host: string): Connection {
  const { hostname, port } = new URL(`http://${host}`);
  const connection: { socket?: Socket; take: Connection['take'] } = { take: () => true };
  const buffer = Buffer.allocUnsafeSlow(MEMORY);
  const callback = (length: number, memory: Uint8Array) =>
    connection.take(Buffer.from(memory.buffer, memory.byteOffset, length));
  connection.socket = connect({ host: hostname, port: Number(port), noDelay: true, onread: { buffer, callback } });
  return connection as Connection;
}

/** Copies one blob: what was read goes out before more is read. */
async function copy({ digest, size }: Blob, read: Connection, write: Connection): Promise<void> {
  const begun = await ask('POST', `http://${targetHost}/v2/${to}/blobs/uploads/`, { 'content-length': '0' });
  const at = new URL(begun.headers.location ?? '', `http://${targetHost}`);
  at.searchParams.set('digest', digest);
  const hash = createHash('sha256');
  let left = size;
  let isBegun = false;
  await new Promise<void>((resolve, reject) => {
    const pass = (bytes: Buffer) => {
      hash.update(bytes);
      left -= bytes.length;
      if (left === 0 && `sha256:${hash.digest('hex')}` !== digest) reject(new Error(`${digest} has other bytes`));
      let isAtOnce = true;
      let isWritten = false;
      write.socket.write(bytes, () => {
        isWritten = true;
        if (!isAtOnce) read.socket.resume();
      });
      isAtOnce = false;
      return isWritten;
    };
    read.take = (bytes) => {
      if (isBegun) return pass(bytes);
      isBegun = true;
      const end = bytes.indexOf('\r\n\r\n') + 4;
      if (bytes.toString('latin1', 0, 12) !== 'HTTP/1.1 200' || end < 4) reject(new Error(`${digest} is not there`));
      return end < bytes.length ? pass(bytes.subarray(end)) : true;
    };
    write.take = (bytes) => {
      if (bytes.toString('latin1', 0, 12) === 'HTTP/1.1 201') resolve();
      else reject(new Error(`${digest} was not taken`));
      return true;
    };
    write.socket.write(
      `PUT ${at.pathname}${at.search} HTTP/1.1\r\nhost: ${targetHost}\r\ncontent-length: ${size}\r\n\r\n`,
    );
    read.socket.write(`GET /v2/${from}/blobs/${digest} HTTP/1.1\r\nhost: ${sourceHost}\r\n\r\n`);
  });
}

interface Blob {
  readonly digest: string;
  readonly size: number;
}

async function manifest(digest: string) {
  const { headers, body } = await ask('GET', `http://${sourceHost}/v2/${from}/manifests/${digest}`, { accept });
  return { digest, body, type: headers['content-type'] ?? '', document: JSON.parse(body.toString()) };
}

const index = await manifest(root);
const images = await Promise.all(index.document.manifests.map((one: Blob) => manifest(one.digest)));
const blobs: readonly Blob[] = images.flatMap(({ document }) => [document.config, ...document.layers]);
const waiting = blobs.values();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    const [read, write] = [connectionTo(sourceHost), connectionTo(targetHost)];
    for (const blob of waiting) await copy(blob, read, write);
    read.socket.destroy();
    write.socket.destroy();
  }),
);
const put = (at: string, { body, type }: Awaited<ReturnType<typeof manifest>>) =>
  ask('PUT', `http://${targetHost}/v2/${to}/manifests/${at}`, { 'content-type': type }, body);
await Promise.all(images.map((one) => put(one.digest, one)));
await put(tag, index);
agent.destroy();
