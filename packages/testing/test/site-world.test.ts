import { GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { siteWorld } from '../src/index.ts';

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
