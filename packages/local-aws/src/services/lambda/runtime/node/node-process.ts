import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { ProcessBuild } from '../process/launch.ts';
import type { FolderName } from './paths.ts';
import { turnedOff } from './turned-off.ts';

/** What our client of the Runtime API is started with, as JSON. */
export interface NodeStartup {
  /** Such as `index.handler`. */
  readonly handler: string;
  /** The folder of the function's code. */
  readonly taskRoot: string;
  readonly names: readonly FolderName[];
  readonly tag: string;
  readonly runtimeMajor: number;
  readonly bringsSdk: boolean;
  /** Variables that its Node is started with, and the function does not see. */
  readonly notOfFunction: readonly string[];
}

const bootstrap = fileURLToPath(new URL('./process-bootstrap.ts', import.meta.url));

/** A process that runs a Node function on the Node of this process, whose version stands in where the runtime's is not known. */
export function nodeProcess(
  startup: Omit<NodeStartup, 'runtimeMajor' | 'notOfFunction'> & { readonly runtimeMajor: number | undefined },
  build: Pick<ProcessBuild, 'workingDirectory' | 'environment'>,
): ProcessBuild {
  const { NODE_COMPILE_CACHE = '' } = process.env;
  const shared = NODE_COMPILE_CACHE !== '' && !('NODE_COMPILE_CACHE' in build.environment);
  const runtimeMajor = startup.runtimeMajor ?? Number.parseInt(process.versions.node, 10);
  const given: NodeStartup = { ...startup, runtimeMajor, notOfFunction: shared ? ['NODE_COMPILE_CACHE'] : [] };
  const environment: Record<string, string> = { ...(shared && { NODE_COMPILE_CACHE }), ...build.environment };
  const options = ['--no-warnings', ...turnedOff(runtimeMajor, environment.NODE_OPTIONS)];
  return { ...build, environment, command: process.execPath, args: [...options, bootstrap, JSON.stringify(given)] };
}
