import type { Clock } from '@actions-aws/action';
import { onDemand, type Patience, patient } from '@actions-aws/aws';
import { type Addresses, httpAddresses } from '@actions-aws/checks';
import type { Alarms } from '@actions-aws/gates';
import {
  type Aliases,
  awsAliases,
  awsInvocations,
  awsVersions,
  type Invocations,
  looksAgain,
  type Versions,
} from '@actions-aws/lambda';
import type { Context } from '@actions-aws/promotion';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Traffic } from './canary/traffic.ts';
import type { Artifacts } from './code/artifacts.ts';
import type { Objects } from './code/s3-object.ts';
import { awsFunctions, type Functions } from './functions.ts';
import type { Images, OpenRegistry } from './image/image.ts';

/** All that a promotion reaches outside of itself. */
export interface Ports {
  readonly versions: Versions;
  readonly aliases: Aliases;
  readonly functions: Functions;
  readonly invocations: Invocations;
  readonly addresses: Addresses;
  readonly artifacts: Artifacts;
  readonly objects: Objects;
  readonly images: Images;
  readonly alarms: Alarms;
  readonly traffic: Traffic;
  /** The same, as patient as that with Lambda: whose calls they are decides how long they are tried again. */
  under(patience: Patience): Ports;
}

/** The SDK's clients, as a promotion uses them: each makes a request once, and the ports decide what is tried again. */
export interface Clients {
  readonly lambda: LambdaClient;
  /** Loaded by the first call: few runs need it. */
  s3(): Promise<S3Client>;
  /** Loaded by the first call: only canaries need it. */
  cloudwatch(): Promise<CloudWatchClient>;
  /** Opens the repository of an image; loaded by the first call. */
  registry: OpenRegistry;
}

/**
 * The ports over AWS, and over what else the environment leads to. What the calls of a step wait out is for `under` to say; until
 * then, and of other services, it is `first`.
 */
export function portsOver(
  { lambda, s3, cloudwatch, registry }: Clients,
  clock: Clock,
  env: Readonly<Record<string, string | undefined>>,
  first: Patience,
): Ports {
  const outdated = looksAgain(clock);
  const patientS3 = async () => patient(await s3(), first, clock);
  const patientCloudWatch = async () => patient(await cloudwatch(), first, clock);
  const others = {
    addresses: httpAddresses(env),
    artifacts: onDemand(async () => (await import('./code/artifacts.ts')).awsArtifacts(await patientS3(), clock)),
    objects: onDemand(async () => (await import('./code/s3-object.ts')).awsObjects(await patientS3())),
    images: onDemand(async () => (await import('./image/image.ts')).registryImages(registry)),
    alarms: onDemand(async () => (await import('@actions-aws/gates/cloudwatch')).awsAlarms(await patientCloudWatch())),
    traffic: onDemand(async () => (await import('./canary/traffic.ts')).awsTraffic(await patientCloudWatch())),
  };
  const under = (patience: Patience): Ports => {
    const client = patient(lambda, patience, clock);
    return {
      ...others,
      aliases: awsAliases(lambda, clock, { patience, outdated }),
      versions: awsVersions(client),
      functions: awsFunctions(client, clock.now),
      invocations: awsInvocations(lambda, clock, patience),
      under,
    };
  };
  return under(first);
}

/** What a promotion acts in. */
export type PromotionContext = Context<Ports>;
