import type { Clock, Log } from '@actions-aws/action';
import {
  type Aliases,
  awsAliases,
  awsInvocations,
  awsVersions,
  type Invocations,
  type Versions,
} from '@actions-aws/lambda';
import type { Budget } from '@actions-aws/promotion';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import { type Alarms, awsAlarms } from './canary/alarms.ts';
import { awsTraffic, type Traffic } from './canary/traffic.ts';
import { type Addresses, httpAddresses } from './checks/addresses.ts';
import { type Artifacts, awsArtifacts } from './code/artifacts.ts';
import { awsFunctions, type Functions } from './functions.ts';

/** All that a promotion reaches outside of itself. */
export interface Ports {
  readonly versions: Versions;
  readonly aliases: Aliases;
  readonly functions: Functions;
  readonly invocations: Invocations;
  readonly addresses: Addresses;
  readonly artifacts: Artifacts;
  readonly alarms: Alarms;
  readonly traffic: Traffic;
}

/** The SDK's clients, as a promotion uses them. */
export interface Clients {
  readonly lambda: LambdaClient;
  /** Never tries again: an invocation must happen once. */
  readonly once: LambdaClient;
  readonly s3: S3Client;
  readonly cloudwatch: CloudWatchClient;
}

/** The ports over AWS, and over what else the environment leads to. */
export function portsOver(
  { lambda, once, s3, cloudwatch }: Clients,
  clock: Clock,
  env: Readonly<Record<string, string | undefined>>,
): Ports {
  return {
    aliases: awsAliases(lambda, clock),
    versions: awsVersions(lambda),
    functions: awsFunctions(lambda, clock.now),
    invocations: awsInvocations(once, clock.now),
    addresses: httpAddresses(env),
    artifacts: awsArtifacts(s3, clock),
    alarms: awsAlarms(cloudwatch),
    traffic: awsTraffic(cloudwatch),
  };
}

/** What a promotion runs in. */
export interface Surroundings {
  readonly log: Log;
  readonly clock: Clock;
  /** Aborts on cancellation. */
  readonly signal: AbortSignal;
  readonly budget: Budget;
  /** Remembers, for `post`, how far the run came. */
  readonly remember: Remember;
}

/** Remembers, for `post`, how far the run came. */
export type Remember = (fact: 'moving' | 'verified' | 'ended') => void;
