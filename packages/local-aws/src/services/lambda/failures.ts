import type { Execution } from './runtime/execution.ts';
import type { ErrorBody, Outcome } from './runtime/instance.ts';

/** Recorded in the message of Function.ResponseSizeTooLarge. */
const responseLimit = 6_291_556;

/** The error that an invocation ended in; undefined when it succeeded. */
export function failure({ requestId, deployment }: Execution, outcome: Outcome): ErrorBody | undefined {
  switch (outcome.kind) {
    case 'response':
      return Buffer.byteLength(outcome.payload) > responseLimit
        ? {
            errorType: 'Function.ResponseSizeTooLarge',
            errorMessage: `Response payload size exceeded maximum allowed payload size (${responseLimit} bytes).`,
          }
        : undefined;
    case 'error':
      return outcome.error;
    case 'timeout':
      return {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${deployment.settings.Timeout.toFixed(2)} seconds`,
      };
    case 'fault':
      return { errorType: outcome.errorType, errorMessage: `RequestId: ${requestId} Error: ${outcome.reason}` };
  }
}
