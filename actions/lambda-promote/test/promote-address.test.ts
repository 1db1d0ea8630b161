import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { codeOf } from '@actions-aws/testing';
import { serve } from '@actions-aws/testing/http';
import { checks, type World, world } from './support/world.ts';

let the: World;
beforeEach(async () => {
  the = await world();
});
afterEach(() => the.stop());

/** Promotes what an address is to confirm, and gives what became of it. */
async function verifiedBy(answer: RequestListener): ReturnType<World['promote']> {
  const { address, stop } = await serve(answer);
  try {
    await the.promote({ code: codeOf('v1') });
    return await the.promote({ code: codeOf('v2'), verify: checks(`${address}/`) });
  } finally {
    await stop();
  }
}

test('an address that answers well confirms the promotion', async () => {
  expect(await verifiedBy((_request, response) => response.end('fine'))).toMatchObject({ outcome: 'promoted' });
});

test('an address is asked once the new version has answered through the alias', async () => {
  let before: readonly string[] = [];
  await verifiedBy(async (_request, response) => {
    const journal = await the.cloud.control.journal();
    before = journal.filter(({ effect }) => effect).map(({ operation, resource }) => `${operation} ${resource}`);
    response.end('fine');
  });
  expect(before.at(-1)).toMatch(/^Invoke .*:live$/);
});

test('an address that answers without end is given up', async () => {
  const chunk = Buffer.alloc(1024 * 1024);
  const endless = function* () {
    for (;;) yield chunk;
  };
  const result = await verifiedBy((_request, response) => Readable.from(endless()).pipe(response));
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toContain('the answer is longer than 6 MB');
});

test('a redirect is an answer of its own', async () => {
  const result = await verifiedBy((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toContain('the status code is 302, not 200 to 299');
});

test('an address that breaks off is a failed check, not a broken run', async () => {
  const result = await verifiedBy((request) => request.socket.destroy());
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toContain('it did not answer');
});
