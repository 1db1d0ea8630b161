import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { NotMeasured } from './figure.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The program of a peer, in the folder that `PEERS` names or else on the PATH; or why there is none. */
export function peerProgram(name: string, env: Env): string | NotMeasured {
  const folders = [...(env.PEERS ? [env.PEERS] : []), ...(env.PATH ?? '').split(path.delimiter).filter(Boolean)];
  const file = folders.map((folder) => path.resolve(folder, name)).find(isProgram);
  return file ?? { why: `there is no \`${name}\` in PEERS or on the PATH` };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
