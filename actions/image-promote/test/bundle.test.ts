import { entriesOf, gapsIn, runBundle } from '@actions-aws/testing';
import { acrossRegistries, withinOneRepository } from './support/trials.ts';
import { type ImageWorld, nameOf, PROD } from './support/world.ts';

let world: ImageWorld;
beforeAll(async () => {
  world = await acrossRegistries.world(5);
  await world.cloud.control.snapshot('before');
});
beforeEach(async () => {
  await world.cloud.control.restore('before');
  await world.cloud.control.clearJournal();
});
afterAll(() => world.stop());

test('the bundle promotes to another registry: outputs, summary, and an exit code of 0', async () => {
  const { exitCode, outputs, summary, annotations, stdout } = await runBundle(acrossRegistries.step(world));
  expect(annotations.filter(({ level }) => level === 'error')).toEqual([]);
  expect(exitCode).toBe(0);
  const { latest: digest = '', '1.0.0': before } = await world.tagsOf(PROD);
  expect(outputs).toMatchObject({
    outcome: 'promoted',
    digest,
    'image-by-digest': `${nameOf(PROD)}@${digest}`,
    tags: `${nameOf(PROD)}:1.1.0`,
    'previous-digest': before,
  });
  expect(JSON.parse(outputs.referrers ?? '[]')).toHaveLength(3);
  expect(JSON.parse(outputs.report ?? '{}')).toMatchObject({ outcome: 'promoted', blobs: { mounted: 0 } });
  expect(summary).toContain('What refers to the image');
  // The token of a registry is a secret.
  expect(stdout).toContain('::add-mask::');
  const again = await runBundle(acrossRegistries.step(world));
  expect(again.outputs).toMatchObject({ outcome: 'noop', bytes: '0', 'previous-digest': '' });
});

test('within one repository it sends no blob', async () => {
  const within = await withinOneRepository.world(5);
  try {
    const { outputs, exitCode } = await runBundle(withinOneRepository.step(within));
    expect(exitCode).toBe(0);
    expect(outputs.outcome).toBe('promoted');
    expect((await within.called()).filter((operation) => /Upload|HeadBlob/.test(operation))).toEqual([]);
  } finally {
    await within.stop();
  }
});

test('what ships is complete, and brings the licence of every package along', async () => {
  expect(await gapsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('a wrong input is told without a registry, and is an end like any other', async () => {
  const { action, remove } = await entriesOf(new URL('..', import.meta.url));
  try {
    const { exitCode, outputs, summary, annotations } = await runBundle({
      ...acrossRegistries.step(world),
      action,
      inputs: { from: nameOf(PROD), digest: 'soon', token: '' },
    });
    expect(exitCode).toBe(1);
    expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('`digest`')]);
    expect(outputs.outcome).toBe('failed');
    expect(summary).toMatch(/^## ❌ failed/);
  } finally {
    await remove();
  }
});
