import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What `compile.ts` bundles. */
export interface Job {
  /** The file that a bundle begins with, relative to the working directory. */
  readonly entry: string;
  /** Where the bundle goes. */
  readonly folder: string;
  /** The file that gets the list of its modules; none where this is empty. */
  readonly statistics: string;
}

/** How a job ended. */
export interface Ended {
  /** Why nothing was written; absent where all went well. */
  readonly wrong?: string;
}

/** A process that bundles, one entry after another. The first takes as long as all of ncc takes to load; the others do not. */
export interface Compiler {
  /** @throws with ncc's own words when it cannot be bundled. One at a time. */
  compile(job: Job): Promise<void>;
  end(): void;
}

/** A compiler that works in a folder; its process starts with the first job. */
export function compilerIn(root: string): Compiler {
  let child: ChildProcess | undefined;
  return {
    async compile(job) {
      child ??= fork(path.join(import.meta.dirname, 'compile.ts'), [], {
        cwd: root,
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      let said = '';
      const listen = (text: Buffer) => {
        said += text;
      };
      child.stderr?.on('data', listen);
      const gone = new AbortController();
      const { signal } = gone;
      try {
        child.send(job);
        const exited = once(child, 'exit', { signal }).then(() => [{ wrong: said || 'ncc ended without a word.' }]);
        const [ended] = (await Promise.race([once(child, 'message', { signal }), exited])) as [Ended];
        if (ended.wrong !== undefined) throw new Error(ended.wrong);
      } finally {
        child.stderr?.off('data', listen);
        gone.abort();
        if (child.exitCode !== null || child.signalCode !== null) child = undefined;
      }
    },
    end: () => child?.disconnect(),
  };
}
