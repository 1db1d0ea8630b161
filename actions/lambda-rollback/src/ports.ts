import type { Clock } from '@actions-aws/action';
import { type Patience, patient } from '@actions-aws/aws';
import {
  type Aliases,
  awsAliases,
  awsInvocations,
  awsVersions,
  type Invocations,
  type Versions,
} from '@actions-aws/lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';

/** All that a rollback reaches outside of itself. */
export interface Ports {
  readonly aliases: Aliases;
  readonly versions: Versions;
  readonly invocations: Invocations;
  /** The same, and this signal ends their patience. */
  under(signal: AbortSignal): Ports;
}

/** The ports over AWS: users wait for each call to be answered, so it is made until then, or until the time is up. */
export function portsOver(client: LambdaClient, clock: Clock, given: Omit<Patience, 'waitsOut'>): Ports {
  const patience: Patience = { ...given, waitsOut: 'outages' };
  return {
    aliases: awsAliases(client, clock, { patience }),
    versions: awsVersions(patient(client, patience, clock)),
    invocations: awsInvocations(client, clock, patience),
    under: (signal) => portsOver(client, clock, { ...given, signal }),
  };
}
