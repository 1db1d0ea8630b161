import { runAction } from '@actions-aws/action';
import { clientSettings, withinQuotas } from '@actions-aws/aws';
import { awsAliases, awsInvocations, awsVersions, LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { readBudget, readDeployer } from '@actions-aws/promotion';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { awsFunctions } from './functions.ts';
import { inputs, outputs } from './inputs.ts';
import { finishInterrupted, rememberFor } from './interrupted.ts';
import { promote } from './promote.ts';
import { report } from './report.ts';
import { requestsFrom } from './resolve.ts';
import { sources } from './source.ts';

const action = 'lambda-promote';

await runAction({
  inputs,
  outputs,
  async main(run) {
    run.outputs.set('outcome', 'failed');
    const { inputs, env, clock, log, signal } = run;
    const deployer = readDeployer(env);
    const budget = readBudget({ now: clock.now(), timeoutMs: inputs.timeout, given: inputs.credentialsExpireAt, env });
    const lambda = withinQuotas(new LambdaClient(clientSettings(env, { action })), LAMBDA_QUOTAS, clock);
    const ports = {
      aliases: awsAliases(lambda),
      versions: awsVersions(lambda),
      functions: awsFunctions(lambda),
      invocations: awsInvocations(new LambdaClient(clientSettings(env, { action, attempts: 1 })), clock.now),
    };
    const s3 = () => new S3Client(clientSettings(env, { action }));
    const requests = await requestsFrom(inputs, { env, deployer, sources: sources(s3, env) });
    const remember = rememberFor(run, requests);
    const surroundings = { log, clock, signal, budget, remember };
    report(await promote(requests, { dryRun: inputs.dryRun, ports, surroundings }), run);
    remember('ended');
  },
  post: (run) => finishInterrupted(run, () => awsAliases(new LambdaClient(clientSettings(run.env, { action })))),
});
