import { codeOf } from '@actions-aws/testing';
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// An account whose code storage is full, or has room for so many bytes more.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.promote({ code: codeOf('v1') });
});
afterEach(() => the.stop());

// Larger than the one before, whose place it takes: the version that is made of it does not fit there.
const v2 = codeOf(Array.from({ length: 500 }, (_, index) => ((index * 2_654_435_761) % 2 ** 32).toString(36)).join(''));

async function leaveRoom(bytes: number): Promise<void> {
  const { AccountUsage } = await the.lambda.send(new GetAccountSettingsCommand({}));
  const totalCodeSize = (AccountUsage?.TotalCodeSize ?? 0) + bytes;
  await the.cloud.control.call('lambda.limits', { totalCodeSize }, { region: 'eu-west-1' });
}

test.each([
  ['the upload', 'upload code to search-api', 0],
  ['the publication', 'publish a version of search-api', v2.bytes.length],
])(
  'where there is no room for %s, it is said what to delete, and that pruning comes too late',
  async (_what, doing, room) => {
    await leaveRoom(room);
    const result = await the.promote({ code: v2, keepVersions: 1 });
    expect(result.outcome).toBe('failed');
    expect(result.observed.failure?.message).toContain(`Could not ${doing}: the account has no room for more code`);
    expect(result.observed.failure?.hint).toContain('delete-function');
    expect(result.observed.failure?.hint).toContain('`keep-versions`');
    expect((await the.use()).version).toBe('1');

    await leaveRoom(1_000_000);
    expect((await the.promote({ code: v2 })).outcome).toBe('promoted');
  },
);
