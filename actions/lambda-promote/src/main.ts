import { runAction } from '@actions-aws/action';
import { clientSettings, withinQuotas } from '@actions-aws/aws';
import { awsAliases, LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { readBudget, readDeployer } from '@actions-aws/promotion';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { canaryMs } from './canary.ts';
import { inputs, outputs } from './inputs.ts';
import { finishInterrupted, rememberFor } from './interrupted.ts';
import { portsOver } from './ports.ts';
import { promote } from './promote.ts';
import { report } from './report.ts';
import { bucketIn, requestsFrom } from './resolve.ts';
import { sources } from './source.ts';

const action = 'lambda-promote';

await runAction({
  inputs,
  outputs,
  async main(run) {
    run.outputs.set('outcome', 'failed');
    const { inputs, env, clock, log, signal } = run;
    const deployer = readDeployer(env);
    const timeoutMs = inputs.timeout + canaryMs(inputs);
    const budget = readBudget({ now: clock.now(), timeoutMs, given: inputs.credentialsExpireAt, env });
    const settings = clientSettings(env, { action });
    const lambda = withinQuotas(new LambdaClient(settings), LAMBDA_QUOTAS, clock);
    const once = new LambdaClient({ ...settings, maxAttempts: 1 });
    const s3 = new S3Client(settings);
    const ports = portsOver({ lambda, once, s3, cloudwatch: new CloudWatchClient(settings) }, clock);
    const requests = await requestsFrom(inputs, { env, deployer, sources: sources(s3, env, bucketIn(inputs)) });
    const remember = rememberFor(run, requests);
    const surroundings = { log, clock, signal, budget, remember };
    report(await promote(requests, { asked: inputs, ports, surroundings }), run);
    remember('ended');
  },
  post: (run) => finishInterrupted(run, () => awsAliases(new LambdaClient(clientSettings(run.env, { action })))),
});
