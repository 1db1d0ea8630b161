import { type Exchange, exchangeOver } from '@actions-aws/action/http';
import { type Connect, clientSettings, connectAs, type Patience } from '@actions-aws/aws';
import { sitesOnAws, siteVisitor } from '@actions-aws/site';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { S3Client } from '@aws-sdk/client-s3';
import { checkSites } from './check-sites.ts';
import type { FrontendCheck } from './inputs/inputs.ts';

/** Checks, over clients that `connect` builds, and sites that `exchange` asks. */
export async function main(
  run: FrontendCheck,
  connect: Connect = connectAs('frontend-check', run.env),
  exchange: Exchange = exchangeOver(run.env),
): Promise<void> {
  const { inputs, env, clock, signal, log } = run;
  const until = clock.now() + inputs.timeout;
  const patience: Patience = { waitsOut: 'outages', until, signal, tell: (line) => log.info(line) };
  const clients = {
    cloudfront: connect(CloudFrontClient),
    store: connect(CloudFrontKeyValueStoreClient),
    s3: connect(S3Client),
  };
  const visit = siteVisitor(exchange, { clock, signal, until, headers: inputs.headers ?? {} });
  const ports = sitesOnAws(clients, inputs.bucket, clock)(patience).survey(visit);
  const { region } = clientSettings(env, { action: 'frontend-check' });
  await checkSites(run, { ports, region });
}
