import { runAction } from '@actions-aws/action';
import { clientSettings } from '@actions-aws/aws';
import { awsAliases, awsInvocations, awsVersions } from '@actions-aws/lambda';
import { readDeployer } from '@actions-aws/promotion';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { inputs, outputs } from './inputs.ts';
import { report } from './report.ts';
import { rollBack } from './roll-back.ts';

const action = 'lambda-rollback';

await runAction({
  inputs,
  outputs,
  async main(run) {
    run.outputs.set('outcome', 'failed');
    const { inputs, env, clock, log, signal } = run;
    const lambda = new LambdaClient(clientSettings(env, { action }));
    const ports = {
      aliases: awsAliases(lambda),
      versions: awsVersions(lambda),
      invocations: awsInvocations(new LambdaClient(clientSettings(env, { action, attempts: 1 })), clock.now),
    };
    const { functions: functionName, alias, onlyIf, toVersion, dryRun } = inputs;
    const desired = { functionName, alias, onlyIf, toVersion, owner: readDeployer(env).owner };
    const surroundings = { log, clock, signal, deadline: clock.now() + inputs.timeout };
    report(await rollBack(desired, { dryRun, ports, surroundings }), desired, run);
  },
});
