import { type Connect, connectAs, withinQuotas } from '@actions-aws/aws';
import { awsAliases, LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { readBudget, readDeployer, rememberFor } from '@actions-aws/promotion';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { sources } from './code/source.ts';
import { registriesFor } from './image/open-registry.ts';
import type { LambdaPromote } from './inputs/inputs.ts';
import { bucketIn, requestsFrom } from './inputs/resolve.ts';
import { backward, forward } from './patience.ts';
import { canaryMs } from './plan/canary.ts';
import { portsOver } from './ports.ts';
import { finishInterrupted, leftBy } from './post/interrupted.ts';
import { promote } from './promote.ts';
import { report } from './report/report.ts';

/** Promotes, over clients that `connect` builds. */
export async function main(run: LambdaPromote, connect: Connect = connectAs('lambda-promote', run.env)): Promise<void> {
  const { inputs, env, clock, log, signal } = run;
  const deployer = readDeployer(env);
  const timeoutMs = inputs.timeout + canaryMs(inputs);
  const budget = readBudget({ now: clock.now(), timeoutMs, given: inputs.credentialsExpireAt, env });
  const patience = forward({ ...run, budget });
  const lambda = withinQuotas(connect(LambdaClient), LAMBDA_QUOTAS, clock);
  const s3 = async () => connect((await import('@aws-sdk/client-s3')).S3Client);
  const cloudwatch = async () => connect((await import('@aws-sdk/client-cloudwatch')).CloudWatchClient);
  const clients = { lambda, s3, cloudwatch, registry: registriesFor(run, budget) };
  const ports = portsOver(clients, clock, env, patience);
  const where = { env, log, clock, signal, budget, versions: ports.versions };
  const from = sources(ports, where, bucketIn(inputs));
  const requests = await requestsFrom(inputs, { env, deployer, sources: from });
  const remember = rememberFor(run, leftBy(requests));
  report(await promote(requests, inputs, { ports, log, clock, signal, budget, remember }), run);
  remember('ended');
}

/** The end of the job. */
export function post(run: LambdaPromote, connect: Connect = connectAs('lambda-promote', run.env)): Promise<void> {
  return finishInterrupted(run, () => awsAliases(connect(LambdaClient), run.clock, { patience: backward(run) }));
}
