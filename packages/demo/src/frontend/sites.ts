import type { LocalAws } from '@actions-aws/local-aws';
import { makeInfrastructure } from '@actions-aws/testing';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { S3Client } from '@aws-sdk/client-s3';
import type { SiteName } from './chapters.ts';

/** A distribution, and the hosts at the edge that answer for it. */
export interface SceneSite {
  readonly name: SiteName;
  readonly id: string;
  /** Where a viewer finds it: each connection gets one of the near hosts. */
  readonly url: string;
  readonly hosts: readonly EdgeHost[];
}

/** A server of CloudFront, with a configuration and a cache of its own. */
export interface EdgeHost {
  /** Its location, such as `FRA56-P1`. */
  readonly location: string;
  readonly url: string;
}

/** The bucket and its two sites. */
export interface SceneSites {
  readonly bucket: string;
  readonly test: SceneSite;
  readonly app: SceneSite;
}

const region = 'eu-west-1';

/** How long CloudFront takes to bring a configuration to all hosts. On AWS these are minutes; the story has to end. */
const CONFIGURATION_MS = 40_000;

/** Makes a bucket with TEST and APP, as infrastructure code would, and waits until all hosts have them. */
export async function makeSites(cloud: LocalAws): Promise<SceneSites> {
  const credentials = { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' };
  const settings = { endpoint: cloud.endpoint, region, credentials };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const cloudfront = new CloudFrontClient(settings);
  try {
    await cloud.control.call('cloudfront.pace', { configuration: CONFIGURATION_MS });
    const made = await makeInfrastructure({ s3, cloudfront, region, bucket: 'storefront' });
    await cloud.clock.advance(CONFIGURATION_MS);
    const site = async (name: SiteName): Promise<SceneSite> => {
      const asked = { distributionId: made[name].id };
      const edges = (await cloud.control.call('cloudfront.edges', asked)) as Pick<SceneSite, 'url' | 'hosts'>;
      return { name, id: made[name].id, ...edges };
    };
    return { bucket: made.bucket, test: await site('test'), app: await site('app') };
  } finally {
    s3.destroy();
    cloudfront.destroy();
  }
}

/** The variables of the repository, as the workflows ask for them. */
export function variablesOf({ bucket, test, app }: SceneSites): Readonly<Record<string, string>> {
  return {
    BUCKET: bucket,
    TEST_DISTRIBUTION: test.id,
    APP_DISTRIBUTION: app.id,
    TEST_URL: test.url,
    APP_URL: app.url,
  };
}
