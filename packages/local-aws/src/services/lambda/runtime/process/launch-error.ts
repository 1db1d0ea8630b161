import type { Fault } from '../instance.ts';

/** Why an execution environment cannot be started, as Lambda would say it. */
export class LaunchError extends Error {
  readonly fault: Fault;
  /** What Lambda writes into the log besides. */
  readonly entry: string | undefined;

  constructor(reason: string, errorType = 'Runtime.InvalidEntrypoint', entry?: string) {
    super(reason);
    this.name = 'LaunchError';
    this.fault = { kind: 'fault', errorType, reason };
    this.entry = entry;
  }
}
