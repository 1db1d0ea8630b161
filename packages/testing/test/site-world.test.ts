import { exchangeBy } from '@actions-aws/action/http';
import { GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { siteWorld, stageOn } from '../src/index.ts';

test.each([0, 100])('two sites that are deployed, on a clock of scale %s', async (scale) => {
  const world = await siteWorld({
    scale,
    change: (config, site) => (site === 'app' ? { ...config, PriceClass: 'PriceClass_100' } : config),
  });
  const shown = async (Id: string) => (await world.cloudfront.send(new GetDistributionCommand({ Id }))).Distribution;
  expect(await shown(world.test.id)).toMatchObject({
    Status: 'Deployed',
    DistributionConfig: { Comment: 'Shop, test', PriceClass: 'PriceClass_All' },
  });
  expect(await shown(world.app.id)).toMatchObject({
    Status: 'Deployed',
    DistributionConfig: { Comment: 'Shop, app', PriceClass: 'PriceClass_100' },
  });
  await world.stop();
});

test.each([0, 100])('viewers are answered as by the edge, on a clock of scale %s', async (scale) => {
  const world = await siteWorld({ scale });
  for (const site of ['test', 'app']) {
    const page = { Key: `unreleased/${site}/index.html`, Body: 'page', ContentType: 'text/html' };
    await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, ...page }));
  }
  const found = await world.visit(`${world.app.url}/`, { host: 7 });
  expect([found.status, Buffer.from(found.body).toString()]).toEqual([200, 'page']);
  const asked = { method: 'GET', url: new URL(`${world.test.url}/`), headers: {} } as const;
  const answer = await world.exchange(asked, { bytes: 10, ms: 1_000, signal: new AbortController().signal });
  expect([answer.status, answer.headers['content-type'], answer.body.toString()]).toEqual([200, 'text/html', 'page']);
  await expect(world.visit('https://elsewhere.example/')).rejects.toThrow('no site of this world');
  if (scale > 0) expect(await (await fetch(world.app.url)).text()).toBe('page');
  await world.stop();
});

test('what runs on a stage reaches a site by its stream, and no other name', async () => {
  const world = await siteWorld({ scale: 0 });
  await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: 'unreleased/app/index.html', Body: 'page' }));
  const stage = await stageOn(world.cloud);
  const ask = (url: string) =>
    stage.start('asker', async ({ stream, signal }) => {
      const asked = { method: 'GET', url: new URL(url), headers: {} } as const;
      return (await exchangeBy(stream)(asked, { bytes: 100, ms: 1_000, signal })).body.toString();
    });
  const found = ask(`${world.app.url}/`);
  await stage.finish();
  expect(await found.ended).toBe('page');
  const lost = ask('https://dnone.cloudfront.net/');
  const failed = lost.ended.catch((error: unknown) => error);
  await stage.finish();
  expect(await failed).toMatchObject({
    name: 'BrokenOffError',
    message: 'nothing of the local cloud is called dnone.cloudfront.net',
  });
  await world.stop();
});
