import { exchangeBy, type Stream, streamOver } from '@actions-aws/action/http';
import { type Connect, clientSettings, connectAs } from '@actions-aws/aws';
import { readBudget, readDeployer, rememberFor } from '@actions-aws/promotion';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { S3Client } from '@aws-sdk/client-s3';
import type { FrontendPromote as Run } from './inputs/inputs.ts';
import { requestFrom } from './inputs/resolve.ts';
import { backward, forward } from './patience.ts';
import { ACTION } from './plan/ownership.ts';
import { portsOver } from './ports.ts';
import { finishInterrupted, leftBy } from './post/interrupted.ts';
import { promote } from './promote.ts';
import { report } from './report/report.ts';

/** Promotes, over clients that `connect` builds and a `stream` that asks the sites. */
export async function main(run: Run, connect = connectAs(ACTION, run.env), stream = streamOver(run.env)) {
  const { inputs, env, clock, log, signal } = run;
  const desired = requestFrom(inputs, readDeployer(env));
  const budget = readBudget({ now: clock.now(), timeoutMs: inputs.timeout, given: inputs.credentialsExpireAt, env });
  const ports = portsOver(meansBy(run, connect, stream), desired, clock, forward({ ...run, budget }));
  const remember = rememberFor(run, leftBy(desired));
  report(await promote(desired, inputs, { ports, log, clock, signal, budget, remember }), run);
  remember('ended');
}

/** The end of the job. */
export function post(run: Run, connect = connectAs(ACTION, run.env), stream = streamOver(run.env)): Promise<void> {
  const means = meansBy(run, connect, stream);
  return finishInterrupted(run, (place) => portsOver(means, place, run.clock, backward(run)));
}

function meansBy({ inputs, env }: Run, connect: Connect, stream: Stream) {
  const given = { exchange: exchangeBy(stream), testHeaders: inputs.headers ?? {}, choice: inputs.pointer };
  const { region } = clientSettings(env, { action: ACTION });
  const store = connect(CloudFrontKeyValueStoreClient);
  return { ...given, region, store, cloudfront: connect(CloudFrontClient), s3: connect(S3Client) };
}
