import { type Connect, connectAs, withinQuotas } from '@actions-aws/aws';
import { LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { readDeployer } from '@actions-aws/promotion';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { LambdaRollback } from './inputs/inputs.ts';
import { requestsFrom } from './inputs/resolve.ts';
import { portsOver } from './ports.ts';
import { report } from './report/report.ts';
import { rollBack } from './roll-back.ts';

/** Rolls back, over clients that `connect` builds. */
export async function main(
  run: LambdaRollback,
  connect: Connect = connectAs('lambda-rollback', run.env),
): Promise<void> {
  const { inputs, env, clock, log, signal } = run;
  const requests = requestsFrom(inputs, readDeployer(env).owner);
  const deadline = clock.now() + inputs.timeout;
  const lambda = withinQuotas(connect(LambdaClient), LAMBDA_QUOTAS, clock);
  const ecr = async () => connect((await import('@aws-sdk/client-ecr')).ECRClient);
  const budget = { deadline };
  const ports = portsOver({ lambda, ecr }, clock, { until: deadline, signal, tell: (line) => log.info(line) });
  report(await rollBack(requests, inputs, { ports, log, clock, signal, budget }), run);
}
