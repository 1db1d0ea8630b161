// What a function's worker and its host say to each other; to the worker go invocations.

import type { ErrorBody } from '../instance.ts';
import type { FolderName } from './paths.ts';

/** What a worker is started with. */
export interface Startup {
  /** Variables that the worker's Node is started with, and the function does not see. */
  readonly notOfFunction: readonly string[];
  readonly taskRoot: string;
  /** What folders are called on AWS. */
  readonly names: readonly FolderName[];
  /** Such as `index.handler`. */
  readonly handler: string;
  /** Node's major version by the function's runtime; the handler runs on this process' Node all the same. */
  readonly runtimeMajor: number;
  /** A flag (Int32 at 0) and the milliseconds that remain (Float64 at 8), written by the host on request. */
  readonly time: SharedArrayBuffer;
}

/** From worker to host. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-error'; readonly error: ErrorBody }
  | { readonly kind: 'response'; readonly payload: string | Uint8Array }
  /** `ending`: the worker is about to exit, and can take no further invocation. */
  | { readonly kind: 'error'; readonly error: ErrorBody; readonly ending: boolean }
  /** A line of `console`. */
  | { readonly kind: 'console'; readonly level: string; readonly requestId: string | undefined; readonly text: string }
  /** What was written to stdout or stderr. */
  | { readonly kind: 'output'; readonly text: string }
  /** Asks for the time that remains. */
  | { readonly kind: 'time' };
