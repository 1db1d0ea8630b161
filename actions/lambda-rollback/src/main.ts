import { runAction } from '@actions-aws/action';
import { clientSettings, withinQuotas } from '@actions-aws/aws';
import { awsAliases, awsInvocations, awsVersions, LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { readDeployer } from '@actions-aws/promotion';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { inputs, outputs } from './inputs.ts';
import { report } from './report.ts';
import { requestsFrom } from './resolve.ts';
import { rollBack } from './roll-back.ts';

const action = 'lambda-rollback';

await runAction({
  inputs,
  outputs,
  async main(run) {
    run.outputs.set('outcome', 'failed');
    const { inputs, env, clock, log, signal } = run;
    const requests = requestsFrom(inputs, readDeployer(env).owner);
    const lambda = withinQuotas(new LambdaClient(clientSettings(env, { action })), LAMBDA_QUOTAS, clock);
    const ports = {
      aliases: awsAliases(lambda),
      versions: awsVersions(lambda),
      invocations: awsInvocations(new LambdaClient(clientSettings(env, { action, attempts: 1 })), clock.now),
    };
    const surroundings = { log, clock, signal, deadline: clock.now() + inputs.timeout };
    report(await rollBack(requests, { dryRun: inputs.dryRun, ports, surroundings }), run);
  },
});
