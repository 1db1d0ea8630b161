import { randomBytes } from 'node:crypto';
import { type Behaviour, type RegistryStub, startRegistryStub } from '@actions-aws/testing/images';
import { type Blob, digestOf } from '../src/index.ts';
import { opened, openedToWrite } from './support/opened.ts';

const bytes = randomBytes(1024);
const blob: Blob = { digest: digestOf(bytes), size: bytes.length, mediaType: 'application/vnd.oci.image.layer.v1.tar' };

let stubs: RegistryStub[] = [];
afterEach(async () => {
  await Promise.all(stubs.map((stub) => stub.stop()));
  stubs = [];
});

/** Two registries, of which the first one has the blob. */
async function pair(behaviour: Partial<Behaviour> = {}) {
  const [from, to] = [await startRegistryStub(), await startRegistryStub(behaviour)];
  stubs.push(from, to);
  from.held().blobs.set(blob.digest, bytes);
  const target = openedToWrite(to.host);
  const copy = (mountFrom: readonly string[] = []) => target.copyBlob(blob, opened(from.host), { mountFrom });
  return { from, to, target, copy };
}

const methods = ({ came }: RegistryStub) => came.map((one) => one.split(' ')[0]).join(' ');

test('a blob that was looked for is not looked for again, but by another copy', async () => {
  const { to, target, copy } = await pair();
  target.lookForBlob(blob);
  target.lookForBlob(blob);
  expect(await copy()).toEqual({ how: 'sent', bytes: bytes.length });
  expect(methods(to)).toBe('HEAD POST PUT');
  expect(await copy()).toEqual({ how: 'there', bytes: 0 });
  expect(methods(to)).toBe('HEAD POST PUT HEAD');
});

test('one that is there is neither mounted nor sent', async () => {
  const { from, to, target, copy } = await pair();
  to.held().blobs.set(blob.digest, bytes);
  target.lookForBlob(blob);
  expect(await copy(['team/base'])).toEqual({ how: 'there', bytes: 0 });
  expect([methods(to), methods(from)]).toEqual(['HEAD', '']);
});

test('one that is not there is mounted, or sent by the upload that the registry began instead', async () => {
  const { to, target, copy } = await pair();
  target.lookForBlob(blob);
  expect(await copy(['team/base'])).toEqual({ how: 'sent', bytes: bytes.length });
  expect(methods(to)).toBe('HEAD POST PUT');
});

test('a look that failed, or was ended, tells nothing', async () => {
  let looks = 0;
  const { to, target, copy } = await pair({
    fault({ method }, response) {
      if (method !== 'HEAD') return false;
      looks += 1;
      if (looks > 1) return false;
      to.held().blobs.set(blob.digest, bytes);
      response.writeHead(403).end();
      return true;
    },
  });
  target.lookForBlob(blob);
  expect(await copy()).toEqual({ how: 'there', bytes: 0 });
  target.lookForBlob(blob, AbortSignal.abort());
  expect(await copy()).toEqual({ how: 'there', bytes: 0 });
  expect(methods(to)).toBe('HEAD HEAD HEAD');
});
