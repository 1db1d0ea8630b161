import type { Execution } from './runtime/executions.ts';
import type { Outcome } from './runtime/instance.ts';
import type { ErrorBody } from './runtime/messages.ts';

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
    case 'exit':
      return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${exitReason(outcome)}` };
  }
}

function exitReason({ code, killed }: Outcome & { kind: 'exit' }): string {
  if (killed) {
    return 'Runtime exited with error: signal: killed';
  }
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
}
