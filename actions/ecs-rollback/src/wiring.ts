import { type Connect, connectAs, type Patience } from '@actions-aws/aws';
import { readDeployer } from '@actions-aws/promotion';
import { ECSClient } from '@aws-sdk/client-ecs';
import type { EcsRollback } from './inputs/inputs.ts';
import { requestFrom } from './inputs/resolve.ts';
import { ACTION } from './plan/state.ts';
import { portsOver } from './ports.ts';
import { report } from './report/report.ts';
import { rollBack } from './roll-back.ts';

/** Rolls back, over clients that `connect` builds; `connectIn` does so for another region. */
export async function main(
  run: EcsRollback,
  connect: Connect = connectAs(ACTION, run.env),
  connectIn = (region: string): Connect => connectAs(ACTION, { ...run.env, AWS_REGION: region }),
): Promise<void> {
  const { inputs, env, clock, log, signal } = run;
  const desired = requestFrom(inputs, readDeployer(env).owner);
  const deadline = clock.now() + inputs.timeout;
  const patience: Patience = { waitsOut: 'outages', until: deadline, signal, tell: (line) => log.info(line) };
  const own = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  const ecr = async (region: string) => {
    const { ECRClient } = await import('@aws-sdk/client-ecr');
    return (region === own ? connect : connectIn(region))(ECRClient);
  };
  const ports = portsOver({ ecs: connect(ECSClient), ecr }, clock, env, patience);
  report(await rollBack(desired, inputs, { ports, log, clock, signal, budget: { deadline } }), run);
}
