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
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import { type Artifacts, awsArtifacts } from './artifacts.ts';
import { awsFunctions, type Functions } from './functions.ts';

/** All that a promotion reaches outside of itself. */
export interface Ports {
  readonly versions: Versions;
  readonly aliases: Aliases;
  readonly functions: Functions;
  readonly invocations: Invocations;
  readonly artifacts: Artifacts;
}

/** The ports over AWS; `once` never tries again. */
export function portsOver(
  { lambda, once, s3 }: { readonly lambda: LambdaClient; readonly once: LambdaClient; readonly s3: S3Client },
  clock: Clock,
): Ports {
  return {
    aliases: awsAliases(lambda),
    versions: awsVersions(lambda),
    functions: awsFunctions(lambda),
    invocations: awsInvocations(once, clock.now),
    artifacts: awsArtifacts(s3, clock),
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
