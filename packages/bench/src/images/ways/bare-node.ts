import path from 'node:path';
import { run } from '../../node-program.ts';
import type { Way } from './way.ts';

/** The least that a copy by a Node program takes: what it takes of the time of others, ours cannot be below. */
export const bareNode: Way = {
  name: 'Node that only carries bytes',
  carriesReferrers: false,
  async copy({ source, target, home, signal }) {
    const args = [path.join(import.meta.dirname, 'bare-copy.ts'), source, target];
    return (await run({ args, folder: home, env: {} }, signal)).wallMs;
  },
};
