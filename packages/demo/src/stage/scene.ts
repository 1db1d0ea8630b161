import type { LocalAws } from '@actions-aws/local-aws';
import type { LocalGitHub } from '@actions-aws/local-github';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Narrator } from '../terminal/narrator.ts';
import type { Repository } from './repository.ts';
import type { Users } from './users.ts';

/** What a chapter is played with. */
export interface Scene {
  readonly cloud: LocalAws;
  /** Acts for infrastructure code, and looks at the end of a chapter; not for the actions. */
  readonly lambda: LambdaClient;
  readonly ecr: ECRClient;
  /** Knows the commits that are in no checkout. */
  readonly github: LocalGitHub;
  readonly narrator: Narrator;
  /** What the narrator has told of the actions' logs. */
  readonly told: Set<string>;
  /** What is pushed to. */
  readonly repository: Repository;
  /** A folder for the checked-out repositories of the workflows. */
  readonly workspaces: string;
  /** Those who use the functions; they come as soon as there is something to use. */
  readonly users: () => Users;
  /** For how long after a write some users may still meet what was there before, in milliseconds of the cloud's clock. */
  readonly settlingMs: number;
  readonly signal: AbortSignal;
}
