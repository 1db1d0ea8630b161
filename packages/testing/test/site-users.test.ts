import { createHash } from 'node:crypto';
import { GetDistributionConfigCommand, type Origin, UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Built, builtSite, type SiteWorld, siteUsers, siteWorld } from '../src/index.ts';
import { waysTo } from '../src/site/users.ts';

let world: SiteWorld;

beforeAll(async () => {
  world = await siteWorld({ scale: 0 });
  await world.cloud.control.snapshot('empty');
});
beforeEach(async () => {
  await world.cloud.control.restore('empty');
  await world.cloud.control.clearJournal();
});
afterAll(() => world.stop());

const builds = ['one', 'two', 'three', 'four', 'five'].map((version) => builtSite(version));

/** Releases a build as `/r/<id>/`, with hashed assets of others in it. */
async function release(built: Built, carried: readonly Built[] = []): Promise<string> {
  const id = createHash('sha256')
    .update(JSON.stringify([...built]))
    .digest('hex')
    .slice(0, 16);
  const put = (Key: string, Body: string, immutable = false) => {
    const CacheControl = immutable ? 'public,max-age=31536000,immutable' : 'no-cache';
    return world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key, Body, CacheControl }));
  };
  for (const [name, content] of carry(built, ...carried)) await put(`r/${id}/${name}`, content, isHashed(name));
  await put(`r/${id}/.well-known/release`, JSON.stringify({ release: id }));
  const files = [...built].map(([path, content]) => ({
    path,
    sha256: createHash('sha256').update(content).digest('hex'),
    hashed: isHashed(path),
  }));
  await put(`r/${id}.json`, JSON.stringify({ id, files }));
  return id;
}

function carry(built: Built, ...others: readonly Built[]): Built {
  return new Map([...others.flatMap((other) => [...other].filter(([name]) => isHashed(name))), ...built]);
}

function isHashed(name: string): boolean {
  return name.startsWith('assets/') && !name.endsWith('.LICENSE.txt');
}

/** Moves APP's pointer, and waits until all hosts have it. */
async function point(id: string): Promise<void> {
  await change((origin) => ({ ...origin, OriginPath: `/r/${id}` }));
}

async function change(edit: (origin: Origin) => Origin): Promise<void> {
  const Id = world.app.id;
  const { DistributionConfig, ETag } = await world.cloudfront.send(new GetDistributionConfigCommand({ Id }));
  const config = DistributionConfig!;
  const Items = config.Origins!.Items!.map(edit);
  const changed = { ...config, Origins: { Quantity: 1, Items } };
  await world.cloudfront.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig: changed }));
}

async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) await world.cloud.clock.advance(60_000);
}

test('a site of twelve files', () => {
  expect(builds[0]?.size).toBe(12);
  const names = (built: Built) => [...built.keys()];
  expect(names(builds[0]!).filter((name) => names(builds[1]!).includes(name) && isHashed(name))).toHaveLength(1);
});

test('users complain of nothing, where assets are in both releases while the pointer moves', async () => {
  const [one, two] = [builds[0]!, builds[1]!];
  const first = await release(one);
  await point(first);
  await pass(6);
  const second = await release(two, [one]);
  await release(one, [two]);
  const users = siteUsers(world);
  await users.visit();
  await point(second);
  await pass(6);
  await point(first);
  await pass(6);
  expect(await users.leave()).toEqual([]);
});

test('users of a first promotion complain of nothing', async () => {
  const users = siteUsers(world);
  await users.visit();
  await point(await release(builds[0]!));
  await users.visit();
  await pass(8);
  expect(await users.leave()).toEqual([]);
});

test('a page is broken whose assets are not at the hosts that follow the release before', async () => {
  await point(await release(builds[0]!));
  await pass(6);
  const second = await release(builds[1]!, [builds[0]!]);
  const users = siteUsers(world);
  await point(second);
  await pass(6);
  expect(await users.leave()).toContainEqual(expect.stringMatching(/^\/assets\/app-.*, which \/ names, answered 403/));
});

test('a tab is broken whose scripts are gone', async () => {
  const first = await release(builds[0]!, [builds[1]!]);
  await point(first);
  await pass(6);
  const users = siteUsers(world);
  await users.visit();
  await point(await release(builds[1]!));
  await pass(6);
  expect(await users.leave()).toContainEqual(
    expect.stringMatching(/^in a tab of 1 releases ago \/assets\/.* answered 403/),
  );
});

test('tabs of four releases ago may be broken', async () => {
  await point(await release(builds[0]!, builds));
  await pass(6);
  const users = siteUsers(world);
  await users.visit();
  for (const built of builds.slice(1, 4)) {
    await point(await release(built, builds));
    await pass(6);
  }
  const without = await release(builds[4]!, builds.slice(1));
  await pass(1);
  await world.cloud.control.call('cloudfront.pace', { configuration: 1 });
  await point(without);
  await pass(6);
  expect(await users.leave()).toEqual([]);
});

test('a release is exposed that the pointer has not named', async () => {
  const live = await release(builds[0]!);
  await point(live);
  await pass(6);
  await release(builds[1]!);
  const users = siteUsers(world);
  const Body = builds[1]!.get('about.html')!;
  await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: `r/${live}/about.html`, Body }));
  await users.visit();
  expect(await users.leave()).toEqual([
    expect.stringMatching(/^\/about.html answered from the release [0-9a-f]{16}, which/),
  ]);
});

test('what no finished release has is exposed, too', async () => {
  const live = await release(builds[0]!);
  await point(live);
  await pass(6);
  const users = siteUsers(world);
  await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: `r/${live}/news.json`, Body: 'half' }));
  expect(await users.leave()).toEqual(['/news.json answered what no finished release has']);
});

test('what is apart from its page while a pointer goes out is shown, and what a worker keeps', async () => {
  const [one, two] = ['one', 'two'].map((version) => builtSite(version, { worker: true })) as [Built, Built];
  await point(await release(one, [two]));
  await pass(6);
  const second = await release(two, [one]);
  const seeds: string[] = [];
  for (let seed = 1; seed <= 12 && seeds.length === 0; seed++) {
    await world.cloud.control.snapshot('released');
    const users = siteUsers(world, { seed });
    await users.visit();
    await point(second);
    await pass(6);
    expect(await users.leave()).toEqual([]);
    expect(users.shown()[0]).toMatch(/^\d+ of \d+ files fetched apart were of another release$/);
    seeds.push(...users.shown().slice(1));
    await world.cloud.control.restore('released');
  }
  // A new worker from one host and an old page from another: not in every run.
  expect(seeds[0]).toMatch(/^the worker of [0-9a-f]{16} keeps \w+\.\w+ of [0-9a-f]{16} until the next release$/);
});

test('a candidate in the bucket is not reached by its path', async () => {
  await point(await release(builds[0]!));
  await pass(6);
  await release(builds[1]!);
  const users = siteUsers(world);
  await users.visit();
  expect(await users.leave()).toEqual([]);
});

test('nor is the first one, before anything is promoted, in whichever way its path is written', async () => {
  const id = await release(builds[0]!);
  const answers = waysTo(id).map((path) => [
    path,
    world.cloud.visit({ url: `https://${world.app.domainName}${path}` }).status,
  ]);
  expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
  // A site without such a path shows it to who knows the id.
  await change((origin) => ({ ...origin, OriginPath: '' }));
  await pass(6);
  const users = siteUsers(world);
  await users.visit();
  expect((await users.leave()).join()).toContain(`/r/${id}/index.html answered from the release ${id}`);
});

test('a licence of a candidate is exposed, although it stands beside a script that may be seen', async () => {
  const live = await release(builds[0]!);
  await point(live);
  await pass(6);
  await release(builds[1]!);
  const [licence = ''] = [...builds[1]!.keys()].filter((name) => name.endsWith('.LICENSE.txt'));
  const Body = builds[1]!.get(licence)!;
  await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: `r/${live}/${licence}`, Body }));
  const users = siteUsers(world);
  await users.visit();
  expect(await users.leave()).toEqual([expect.stringContaining(`/${licence} answered from the release`)]);
});
