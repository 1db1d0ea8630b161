import { streamOver } from '@actions-aws/action/http';
import { connectAs, patient } from '@actions-aws/aws';
import { readBudget, readDeployer, rememberFor } from '@actions-aws/promotion';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client as Balancing } from '@aws-sdk/client-elastic-load-balancing-v2';
import { deploy } from './deploy.ts';
import { awsImages, resolveImages } from './images.ts';
import type { EcsDeploy as Run } from './inputs/inputs.ts';
import { requestFrom } from './inputs/resolve.ts';
import { meansBy } from './means.ts';
import { registriesFor } from './open-registry.ts';
import { backward, forward } from './patience.ts';
import { ACTION } from './plan/ownership.ts';
import { canaryMs } from './plan/shares.ts';
import { portsOver } from './ports.ts';
import { finishInterrupted, isLeftToPost, leftBy } from './post/interrupted.ts';
import { report } from './report/report.ts';

/** Deploys, over clients that `connect` builds and a `stream` that asks the service's own addresses. */
export async function main(run: Run, connect = connectAs(ACTION, run.env), stream = streamOver(run.env)) {
  const { inputs, env, clock, log, signal } = run;
  const { images, ...request } = await requestFrom(inputs, readDeployer(env));
  const timeoutMs = inputs.timeout + canaryMs(request);
  const budget = readBudget({ now: clock.now(), timeoutMs, given: inputs.credentialsExpireAt, env });
  const patience = forward({ ...run, budget });
  const ports = portsOver(meansBy(connect(ECSClient), connect(Balancing), connect, stream), clock, patience);
  const ecr = patient(connect(ECRClient), patience, clock);
  const found = await resolveImages(images, awsImages(ecr, env, registriesFor(run, budget)), run, request.name);
  const desired = { ...request, images: found };
  const remember = rememberFor(run, leftBy(desired));
  const { participant } = report(await deploy(desired, inputs, { ports, log, clock, signal, budget, remember }), run);
  if (!isLeftToPost(participant.observed)) remember('ended');
}

/** The end of the job. */
export function post(run: Run, connect = connectAs(ACTION, run.env), stream = streamOver(run.env)): Promise<void> {
  const means = meansBy(connect(ECSClient), connect(Balancing), connect, stream);
  return finishInterrupted(run, () => portsOver(means, run.clock, backward(run)));
}
