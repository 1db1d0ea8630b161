import type { Clock } from '@actions-aws/action';
import { onDemand, type Patience, patient } from '@actions-aws/aws';
import {
  awsDeployments,
  awsServices,
  awsTaskDefinitions,
  type Deployments,
  nothingSeen,
  type Services,
  type TaskDefinitions,
} from '@actions-aws/ecs';
import type { Context } from '@actions-aws/promotion';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { Images } from './images.ts';

/** All that a rollback reaches outside of itself. */
export interface Ports {
  readonly services: Services;
  readonly taskDefinitions: TaskDefinitions;
  readonly deployments: Deployments;
  readonly images: Images;
  /** The same, with this patience. */
  under(patience: Patience): Ports;
}

/** The SDK's clients, as a rollback uses them: each makes a request once. */
export interface Clients {
  readonly ecs: ECSClient;
  /** Of a region; loaded by the first call. */
  ecr(region: string): Promise<ECRClient>;
}

/** The ports over AWS. */
export function portsOver(
  { ecs, ecr }: Clients,
  clock: Clock,
  env: Readonly<Record<string, string | undefined>>,
  patience: Patience,
  seen = nothingSeen(),
): Ports {
  const patientEcr = async (region: string) => patient(await ecr(region), patience, clock);
  return {
    services: awsServices(ecs, clock, patience, seen),
    taskDefinitions: awsTaskDefinitions(ecs, clock, patience, seen),
    deployments: awsDeployments(ecs, clock, patience),
    images: onDemand(async () => (await import('./images.ts')).ecrImages(patientEcr, env)),
    under: (next) => portsOver({ ecs, ecr }, clock, env, next, seen),
  };
}

/** What a rollback acts in. Nothing is left for `post`: there is no way but back. */
export type RollbackContext = Omit<Context<Ports>, 'remember'>;
