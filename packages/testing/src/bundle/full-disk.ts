import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a step's environment needs so that its disk is full. */
export interface FullDisk {
  /** The call that is the first to be refused, from 1; none unless given. */
  readonly from?: number;
  /** The file that says in the end how many calls there were. */
  readonly calls?: string;
}

/** The environment of a step whose disk becomes full. What the runner reads of it is written in another way, and remains. */
export function fullDisk({ from, calls }: FullDisk): Readonly<Record<string, string>> {
  const preload = pathToFileURL(path.join(import.meta.dirname, 'full-disk.mjs')).href;
  return {
    NODE_OPTIONS: `--import=${preload}`,
    ...(from !== undefined && { DISK_FULL_AT: String(from) }),
    ...(calls !== undefined && { DISK_CALLS: calls }),
  };
}
