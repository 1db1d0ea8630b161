import type { LocalAws } from '@actions-aws/local-aws';
import type { LocalGitHub, Run } from '@actions-aws/local-github';
import type { ActLine } from './act-process.ts';
import type { Masks } from './masks.ts';
import type { Taken } from './record.ts';
import type { Server } from './server.ts';
import type { Setup } from './setup/setup.ts';
import type { State } from './state.ts';

/** What a session is started with. */
export interface SessionOptions {
  readonly program: string;
  readonly folder: string;
  readonly tree: string;
  /** Repositories that the tree stands for, such as `org/actions`. */
  readonly own: readonly string[];
  readonly setup: Setup;
  readonly stateFolder?: string;
  readonly standInsFolder: string;
  /** Folder of the Node that actions run on. */
  readonly nodeFolder: string;
  readonly scale: number;
  readonly signal: AbortSignal;
  readonly hears: Listener;
}

/** Hears what happens, as it happens. Texts have no secrets in them. */
export interface Listener {
  fact(name: string, text: string): void;
  begins(run: Run): void;
  line(taken: Taken, line: ActLine): void;
}

/** What a session has started. */
export interface Started {
  readonly cloud: LocalAws;
  readonly github: LocalGitHub;
  readonly server: Server;
  readonly masks: Masks;
  /** Where a variable of `addresses`, or of a site, leads. */
  readonly addresses: ReadonlyMap<string, string>;
  /** The ids of distributions, by the variables of the sites. */
  readonly distributions: ReadonlyMap<string, string>;
  readonly scratch: string;
  readonly state: State<ReturnType<LocalGitHub['copy']>>;
}
