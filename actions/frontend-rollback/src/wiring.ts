import { exchangeBy, type Stream, streamOver } from '@actions-aws/action/http';
import { type Connect, connectAs, type Patience } from '@actions-aws/aws';
import { readDeployer } from '@actions-aws/promotion';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { S3Client } from '@aws-sdk/client-s3';
import type { FrontendRollback } from './inputs/inputs.ts';
import { requestFrom } from './inputs/resolve.ts';
import { ACTION } from './plan/plan.ts';
import { portsOver } from './ports.ts';
import { report } from './report/report.ts';
import { rollBack } from './roll-back.ts';

/** Rolls back, over clients that `connect` builds and a `stream` that asks the site. */
export async function main(
  run: FrontendRollback,
  connect: Connect = connectAs(ACTION, run.env),
  stream: Stream = streamOver(run.env),
): Promise<void> {
  const { inputs, env, clock, log, signal } = run;
  const desired = requestFrom(inputs, readDeployer(env).owner);
  const deadline = clock.now() + inputs.timeout;
  const patience: Patience = { waitsOut: 'outages', until: deadline, signal, tell: (line) => log.info(line) };
  const means = {
    cloudfront: connect(CloudFrontClient),
    store: connect(CloudFrontKeyValueStoreClient),
    s3: connect(S3Client),
    exchange: exchangeBy(stream),
  };
  const ports = portsOver(means, { ...desired, pointer: inputs.pointer }, clock, patience);
  report(await rollBack(desired, inputs, { ports, log, clock, signal, budget: { deadline } }), run);
}
