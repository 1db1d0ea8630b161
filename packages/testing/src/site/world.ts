import { type Exchange, exchangeBy } from '@actions-aws/action/http';
import { type LocalAws, startLocalAws, type Viewed, type Viewing } from '@actions-aws/local-aws';
import { CloudFrontClient, type DistributionConfig } from '@aws-sdk/client-cloudfront';
import { S3Client } from '@aws-sdk/client-s3';
import { inProcess, type RequestHandler } from '../simulation/in-process.ts';
import { type Distribution, makeInfrastructure } from './infrastructure.ts';

/** A local cloud with a bucket and two sites on it, made as infrastructure code would make them; nothing is released yet. */
export interface SiteWorld {
  readonly cloud: LocalAws;
  readonly bucket: string;
  /** Serves the candidate. */
  readonly test: Site;
  /** Serves what is live. */
  readonly app: Site;
  /** How clients of this world are built, in its region and with its credentials. */
  readonly settings: ClientSettings;
  /** Do what people and infrastructure code do; not in the name of any action. */
  readonly s3: S3Client;
  readonly cloudfront: CloudFrontClient;
  /**
   * What a viewer gets of a site by its `url`, in this process and in no time, also where the sites are reached by HTTP: from an edge
   * host by its number, else from one of the two near ones.
   */
  visit(url: string, options?: VisitOptions): Promise<Viewed>;
  /** The same as HTTP clients of actions take it: what stands in for the network in a stepped run. */
  readonly exchange: Exchange;
  stop(): Promise<void>;
}

/** How a viewer asks. */
export interface VisitOptions extends Omit<Viewing, 'url'> {
  readonly signal?: AbortSignal;
}

/** A distribution, and where its viewers find it. */
export interface Site extends Distribution {
  /** Without a slash at its end. */
  readonly url: string;
}

/** What a client of the SDK is built with. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler?: RequestHandler;
  readonly forcePathStyle: true;
}

/** How such a world differs from the usual. */
export interface SiteOptions {
  /** How many times faster than the machine's its clock runs; 0 where it stands still. 100 unless given. */
  readonly scale?: number;
  /** Draws at which time each edge host has which change; 1 unless given. */
  readonly seed?: number;
  /** The code of the sites' function: then the pointer of each is a key of its own store. */
  readonly functionCode?: string;
  /** Edits the configuration of a distribution before it is made. */
  readonly change?: (config: DistributionConfig, site: 'test' | 'app') => DistributionConfig;
}

const REGION = 'eu-west-1';

/** Until the configuration of a new distribution has reached all edge hosts. */
const MADE_WITHIN_MS = 300_000;

/**
 * Starts such a world. Where `scale` is 0 its clock stands still, everything is in this process, and thousands of runs are
 * affordable.
 */
export async function siteWorld({ scale = 100, seed = 1, change, functionCode }: SiteOptions = {}): Promise<SiteWorld> {
  const cloud = await startLocalAws({ clock: { scale }, seed });
  await cloud.control.call('cloudfront.pace', { configuration: MADE_WITHIN_MS, seed });
  const settings: ClientSettings = {
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' },
    forcePathStyle: true,
    ...(scale === 0 && { requestHandler: inProcess(cloud) }),
  };
  const s3 = new S3Client(settings as never);
  const cloudfront = new CloudFrontClient(settings as never);
  const { bucket, test, app } = await makeInfrastructure({ s3, cloudfront, region: REGION, change, functionCode });
  await cloud.clock.advance(MADE_WITHIN_MS);
  // Where the clock stands still nothing is reached by sockets.
  const site = async (distribution: Distribution): Promise<Site> => ({
    ...distribution,
    url: scale === 0 ? `https://${distribution.domainName}` : await edgeOf(cloud, distribution),
  });
  const sites = { test: await site(test), app: await site(app) };
  const visit: SiteWorld['visit'] = async (url, { signal, ...viewing } = {}) => {
    signal?.throwIfAborted();
    const called = Object.values(sites).find((each) => new URL(url).origin === each.url);
    if (!called) throw new Error(`no site of this world is at ${url}`);
    return cloud.visit({ ...viewing, url: url.replace(called.url, `https://${called.domainName}`) });
  };
  return {
    cloud,
    bucket,
    ...sites,
    settings,
    s3,
    cloudfront,
    visit,
    exchange: exchangeBy(async ({ method, url, headers }, { signal }) => {
      const { body, ...answer } = await visit(url.href, { method, headers, signal });
      const whole = (async function* () {
        yield Buffer.from(body);
      })();
      return { ...answer, body: whole, end() {} };
    }),
    async stop() {
      s3.destroy();
      cloudfront.destroy();
      await cloud.stop();
    },
  };
}

/** The near edge of a distribution, by HTTP. */
async function edgeOf(cloud: LocalAws, { id }: Distribution): Promise<string> {
  const edges = await cloud.control.call('cloudfront.edges', { distributionId: id });
  return (edges as { readonly url: string }).url;
}
