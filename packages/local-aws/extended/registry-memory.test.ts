import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import * as sdk from '@aws-sdk/client-ecr';

// Layers go through the local cloud and are never whole in its memory. Linux says what a process needed at most.

const megabyte = 1024 * 1024;
const block = randomBytes(megabyte);
const [blocks, allowed] = [200, 100 * megabyte];

const run = () =>
  spawn(process.execPath, [fileURLToPath(new URL('../src/main.ts', import.meta.url)), '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** The most memory that a process has had so far, in bytes. */
function peakOf(child: ReturnType<typeof run>): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

async function* layer() {
  for (let count = 0; count < blocks; count++) yield block;
}

async function layerDigest(): Promise<string> {
  const hash = createHash('sha256');
  for await (const each of layer()) hash.update(each);
  return `sha256:${hash.digest('hex')}`;
}

test('a layer of 200 MB is pushed and pulled with less than 100 MB of memory more', async () => {
  const child = run();
  try {
    const line = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
    const endpoint = line.trim().split(' ').at(-1) ?? '';
    const credentials = { accessKeyId: 'AKIACLIENT', secretAccessKey: 'secret' };
    const ecr = new sdk.ECRClient({ endpoint, region: 'eu-west-1', credentials });
    await ecr.send(new sdk.CreateRepositoryCommand({ repositoryName: 'app' }));
    const { authorizationData } = await ecr.send(new sdk.GetAuthorizationTokenCommand({}));
    const headers = { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}` };
    const before = peakOf(child);

    async function push(digest: string, body: ReadableStream | Buffer): Promise<void> {
      const started = await fetch(`${endpoint}/v2/app/blobs/uploads/`, { method: 'POST', headers });
      const url = `${started.headers.get('location')}?digest=${digest}`;
      const init = { method: 'PUT', headers, body, duplex: 'half' };
      expect((await fetch(url, init as RequestInit)).status).toBe(201);
    }

    const digest = await layerDigest();
    await push(digest, ReadableStream.from(layer()));
    const config = Buffer.from('{}');
    const configDigest = `sha256:${createHash('sha256').update(config).digest('hex')}`;
    await push(configDigest, config);
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = {
      schemaVersion: 2,
      mediaType,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: configDigest, size: config.length },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size: blocks * megabyte }],
    };
    const imageManifest = JSON.stringify(manifest);
    await ecr.send(new sdk.PutImageCommand({ repositoryName: 'app', imageManifest, imageTag: 'v1' }));
    const got = await fetch(`${endpoint}/v2/app/blobs/${digest}`, { headers });
    const hash = createHash('sha256');
    for await (const chunk of got.body ?? []) hash.update(chunk);
    expect(`sha256:${hash.digest('hex')}`).toBe(digest);
    const grown = peakOf(child) - before;
    process.stdout.write(`a layer of ${blocks} MB took ${Math.round(grown / megabyte)} MB of memory\n`);
    expect(grown).toBeLessThan(allowed);
  } finally {
    child.kill();
  }
}, 60_000);
