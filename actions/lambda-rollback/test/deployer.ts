import { withinQuotas } from '@actions-aws/aws';
import { awsAliases, awsInvocations, awsVersions, LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { readDeployer } from '@actions-aws/promotion';
import { deployer as deploys } from '@actions-aws/testing';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { inputs, outputs } from '../src/inputs.ts';
import { report } from '../src/report.ts';
import { requestsFrom } from '../src/resolve.ts';
import { rollBack } from '../src/roll-back.ts';

/** What `main.ts` wires, in this process. */
export const deployer = deploys({
  inputs,
  outputs,
  async main(run, connect) {
    run.outputs.set('outcome', 'failed');
    const { inputs, env, clock, log, signal } = run;
    const requests = requestsFrom(inputs, readDeployer(env).owner);
    const lambda = withinQuotas(connect(LambdaClient), LAMBDA_QUOTAS, clock);
    const ports = {
      aliases: awsAliases(lambda),
      versions: awsVersions(lambda),
      invocations: awsInvocations(connect(LambdaClient, { attempts: 1 }), clock.now),
    };
    const surroundings = { log, clock, signal, deadline: clock.now() + inputs.timeout };
    report(await rollBack(requests, { dryRun: inputs.dryRun, ports, surroundings }), run);
  },
});
