import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@actions-aws/action';
import * as testing from '@actions-aws/testing/github';

/** How long a run may take in tests. */
export const TIMEOUT = 600_000;

/** A local GitHub with a commit on `main`, and folders of a runner. */
export interface UploadWorld extends testing.GitHubWorld {
  /** Of the commit on `main`. */
  readonly sha: string;
  readonly workspace: string;
  readonly temp: string;
  /** Sees what has been asked of code scanning, such as `POST sarifs`. */
  asked(): readonly string[];
}

/** Starts one. */
export async function uploadWorld(): Promise<UploadWorld> {
  const world = await testing.githubWorld();
  const folder = mkdtempSync(join(tmpdir(), 'upload-'));
  const sha = world.history.commit('main', { 'src/app.js': 'eval(a)\n' });
  return {
    ...world,
    clock: within(world.clock),
    sha,
    workspace: mkdtempSync(join(folder, 'workspace-')),
    temp: mkdtempSync(join(folder, 'temp-')),
    asked: () =>
      world.local.requests.map(({ method, path }) =>
        `${method} ${path.replace(/^\/repos\/octo\/search\//, '').replace(/[0-9a-f-]{36}|[0-9a-f]{40}/g, '…')}`.replace(
          /\?.*/,
          '',
        ),
      ),
    async stop() {
      await world.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * A clock that each wait moves on at once, but for the one for the deadline: that ends when the others have moved the time so far.
 */
function within(clock: Clock): Clock {
  const deadlines: { readonly at: number; end(): void }[] = [];
  return {
    now: clock.now,
    async sleep(ms, signal) {
      if (ms === TIMEOUT) {
        signal?.throwIfAborted();
        return new Promise((resolve, reject) => {
          deadlines.push({ at: clock.now() + ms, end: resolve });
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      }
      await clock.sleep(ms, signal);
      for (const { at, end } of deadlines) if (at <= clock.now()) end();
      // What the deadline aborts is aborted before the wait ends.
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
  };
}
