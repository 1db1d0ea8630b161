import type { Clock } from '../../../kernel/clock.ts';
import type { FolderName } from './node/paths.ts';

/** What one invocation brings. */
export interface Invocation {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** What the function's Timeout gives it. */
  readonly milliseconds: number;
  readonly invokedFunctionArn: string;
  readonly clientContext: unknown;
}

/** An error in the form in which a runtime of AWS reports it: Node's has a `trace`, Python's a `requestId` and a `stackTrace`. */
export interface ErrorBody {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** How one invocation ended. */
export type Outcome =
  /** JSON, or the bytes that the handler has streamed. */
  | { readonly kind: 'response'; readonly payload: string | Uint8Array }
  /** `body`: the error as the runtime wrote it, byte by byte, where it is a process. */
  | { readonly kind: 'error'; readonly error: ErrorBody; readonly body?: string }
  | { readonly kind: 'timeout' }
  | Fault;

/** What Lambda says itself, as the runtime cannot any more, or never could. */
export interface Fault {
  readonly kind: 'fault';
  /** Such as `Runtime.ExitError`. */
  readonly errorType: string;
  /** Such as `Runtime exited with error: exit status 1`. */
  readonly reason: string;
}

/** An execution environment: one copy of the code, for one invocation at a time. */
export interface Instance {
  /** False once it has ended, or begun to. */
  alive(): boolean;
  /** Loads the handler; undefined when that went well. Asked again, it gives the same. */
  ready(): Promise<Outcome | undefined>;
  /** Runs the handler. Never call it while another invocation is running. */
  invoke(invocation: Invocation): Promise<Outcome>;
  /** Where console, stdout and stderr go from now on. */
  listen(listener: (text: string) => void): void;
  /** Resolves when nothing of it runs any more. */
  end(): Promise<void>;
}

/** What runs a Node zip: a worker, or the thread that asks. */
export interface NodeBuild {
  readonly taskRoot: string;
  /** What folders are called on AWS. */
  readonly names: readonly FolderName[];
  readonly handler: string;
  readonly runtimeMajor: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts an execution environment for a Node zip. */
export type StartInstance = (build: NodeBuild, clock: Clock) => Instance;

/** Loading is given so long, in real time: it depends on this machine, not on the local clock. AWS gives it 10 s. */
export const loadLimit = 30_000;
