import { existsSync } from 'node:fs';
import path from 'node:path';
import type { NotMeasured } from './figure.ts';

/** The checkout of a peer within the folder of checkouts that `PEERS` names, or why there is none. */
export function peerFolder(name: string, env: Readonly<Record<string, string | undefined>>): string | NotMeasured {
  if (!env.PEERS) return { why: 'PEERS names no folder of checkouts' };
  const folder = path.resolve(env.PEERS, name);
  if (!existsSync(path.join(folder, 'dist/index.js'))) return { why: `there is no ${folder}/dist/index.js` };
  return folder;
}
