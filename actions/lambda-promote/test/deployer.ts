import { withinQuotas } from '@actions-aws/aws';
import { awsAliases, LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { readBudget, readDeployer } from '@actions-aws/promotion';
import { deployer as deploys } from '@actions-aws/testing';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { canaryMs } from '../src/canary.ts';
import { inputs, outputs } from '../src/inputs.ts';
import { finishInterrupted, rememberFor } from '../src/interrupted.ts';
import { portsOver } from '../src/ports.ts';
import { promote } from '../src/promote.ts';
import { report } from '../src/report.ts';
import { bucketIn, requestsFrom } from '../src/resolve.ts';
import { sources } from '../src/source.ts';

/** What `main.ts` wires, in this process. */
export const deployer = deploys({
  inputs,
  outputs,
  async main(run, connect) {
    run.outputs.set('outcome', 'failed');
    const { inputs, env, clock, log, signal } = run;
    const deployer = readDeployer(env);
    const timeoutMs = inputs.timeout + canaryMs(inputs);
    const budget = readBudget({ now: clock.now(), timeoutMs, given: inputs.credentialsExpireAt, env });
    const lambda = withinQuotas(connect(LambdaClient), LAMBDA_QUOTAS, clock);
    const once = connect(LambdaClient, { attempts: 1 });
    const s3 = connect(S3Client);
    const ports = portsOver({ lambda, once, s3, cloudwatch: connect(CloudWatchClient) }, clock);
    const requests = await requestsFrom(inputs, { env, deployer, sources: sources(s3, env, bucketIn(inputs)) });
    const remember = rememberFor(run, requests);
    const surroundings = { log, clock, signal, budget, remember };
    report(await promote(requests, { asked: inputs, ports, surroundings }), run);
    remember('ended');
  },
  post: (run, connect) => finishInterrupted(run, () => awsAliases(connect(LambdaClient))),
});
