import type { LocalAws } from '@actions-aws/local-aws';
import { makeInfrastructure, SITE_FUNCTION } from '@actions-aws/testing';
import type { SitesSetup } from '../setup/entries.ts';
import type { Clients } from './clients.ts';

/** Variables of the repository that are known once the sites are there. */
export interface SiteVariables {
  /** Where viewers find each site on this machine, by `…_URL`. */
  readonly addresses: ReadonlyMap<string, string>;
  /** The id of each, by `…_DISTRIBUTION`. */
  readonly distributions: ReadonlyMap<string, string>;
  /** The ARN of each site's store, by `…_STORE`, where its pointer is a key there. */
  readonly stores: ReadonlyMap<string, string>;
}

/** Makes buckets with their sites, as infrastructure code would; all edge hosts have their configurations. */
export async function makeSites(
  cloud: LocalAws,
  clients: Clients,
  setups: readonly SitesSetup[],
): Promise<SiteVariables> {
  const addresses = new Map<string, string>();
  const distributions = new Map<string, string>();
  const stores = new Map<string, string>();
  for (const setup of setups) {
    const { bucket, region, account, pointer } = setup;
    const [s3, cloudfront] = [clients.s3(setup), clients.cloudfront(setup)];
    const functionCode = pointer === 'origin-path' ? undefined : SITE_FUNCTION;
    const made = await makeInfrastructure({ s3, cloudfront, region, bucket, functionCode });
    for (const site of ['test', 'app'] as const) {
      const { id, store } = made[site];
      const given = { distributionId: id };
      const { url } = (await cloud.control.call('cloudfront.edges', given, { account })) as { readonly url: string };
      distributions.set(`${setup[site]}_DISTRIBUTION`, id);
      if (store !== undefined) stores.set(`${setup[site]}_STORE`, store);
      addresses.set(`${setup[site]}_URL`, url);
    }
  }
  if (setups.length > 0) await spread(cloud);
  return { addresses, distributions, stores };
}

/** Steps the clock over the time that a new configuration takes to the last edge host. */
async function spread(cloud: LocalAws): Promise<void> {
  const { configuration } = (await cloud.control.call('cloudfront.pace', {})) as { readonly configuration: number };
  await cloud.clock.advance(configuration);
}
