import type { Deployment } from '../state.ts';
import type { Outcome } from './instance.ts';
import type { InvocationLog } from './report.ts';

/** One run of a function's code. */
export interface Execution {
  readonly functionName: string;
  readonly version: string;
  /** The ARN that the caller used: with alias or version, if there was one. */
  readonly invokedFunctionArn: string;
  readonly deployment: Deployment;
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  readonly clientContext: unknown;
}

/** How a run ended, with its log. */
export interface Executed {
  readonly outcome: Outcome;
  readonly log: InvocationLog;
  /** In the function's code, without its start-up. */
  readonly milliseconds: number;
}
