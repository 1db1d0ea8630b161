import type { Clock } from '@actions-aws/action';
import { onDemand, type Patience, patient } from '@actions-aws/aws';
import {
  type Aliases,
  awsAliases,
  awsInvocations,
  awsVersions,
  type Invocations,
  type Versions,
} from '@actions-aws/lambda';
import type { KeptImages } from '@actions-aws/registry/ecr';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { LambdaClient } from '@aws-sdk/client-lambda';

/** All that a rollback reaches outside of itself. */
export interface Ports {
  readonly aliases: Aliases;
  readonly versions: Versions;
  readonly invocations: Invocations;
  readonly images: KeptImages;
  /** The same, and this signal ends their patience. */
  under(signal: AbortSignal): Ports;
}

/** The SDK's clients, as a rollback uses them: each makes a request once. */
export interface Clients {
  readonly lambda: LambdaClient;
  /** Loaded by the first call: only functions that are container images need it. */
  ecr(): Promise<ECRClient>;
}

/** The ports over AWS: users wait for each call to be answered, so it is made until then, or until the time is up. */
export function portsOver({ lambda: client, ecr }: Clients, clock: Clock, given: Omit<Patience, 'waitsOut'>): Ports {
  const patience: Patience = { ...given, waitsOut: 'outages' };
  return {
    aliases: awsAliases(client, clock, { patience }),
    versions: awsVersions(patient(client, patience, clock)),
    invocations: awsInvocations(client, clock, patience),
    images: onDemand(async () => (await import('@actions-aws/registry/ecr')).awsKeptImages(await ecr())),
    under: (signal) => portsOver({ lambda: client, ecr }, clock, { ...given, signal }),
  };
}
