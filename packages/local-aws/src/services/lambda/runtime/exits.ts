import type { Fault } from './instance.ts';

/** As Go words signals, in which Lambda's supervisor is written (aws/aws-lambda-runtime-interface-emulator). */
const signalWords: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

/** What Lambda says of a runtime that has ended by itself (aws/aws-lambda-runtime-interface-emulator, rapid/handlers.go). */
export function exited(code: number | null, signal: string | null): Fault {
  if (signal !== null) return exit(`Runtime exited with error: signal: ${signalWords[signal] ?? signal}`);
  return exit(
    code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`,
  );
}

function exit(reason: string): Fault {
  return { kind: 'fault', errorType: 'Runtime.ExitError', reason };
}
