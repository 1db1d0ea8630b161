import { fileURLToPath } from 'node:url';
import type { ProcessBuild } from '../process/launch.ts';
import { LaunchError } from '../process/launch-error.ts';
import { interpreter } from './interpreter.ts';

/** What our client of the Runtime API is started with, as JSON. */
export interface PythonStartup {
  /** Such as `app.handler`. */
  readonly handler: string;
  /** The folder of the function's code. */
  readonly taskRoot: string;
  /** Further folders to import from. */
  readonly path: readonly string[];
  /** What other folders are called on AWS. */
  readonly names: readonly (readonly [here: string, onAws: string])[];
  readonly tag: string;
  /** Whether an entry of the log may have several lines, as with managed runtimes. */
  readonly framed: boolean;
}

const start = fileURLToPath(new URL('./start.py', import.meta.url));

/** A process that runs a Python function. `runtime` is what it is called where this machine has no Python. */
export async function pythonProcess(
  startup: PythonStartup,
  build: Pick<ProcessBuild, 'workingDirectory' | 'environment'>,
  runtime: string,
): Promise<ProcessBuild> {
  const python = await interpreter();
  if (python === undefined) {
    throw new LaunchError(
      `fork/exec /var/lang/bin/python3: no such file or directory (the local cloud runs ${runtime} with this machine's python3, and there is none on its PATH: install Python 3)`,
    );
  }
  return { ...build, command: python.executable, args: ['-u', start, JSON.stringify(startup)] };
}
