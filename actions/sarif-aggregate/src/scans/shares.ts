import { statSync } from 'node:fs';
import path from 'node:path';
import { isPattern, type Places } from '@actions-aws/action';
import type { Scan } from '../inputs/scan.ts';

/** Bytes that take several times as long to read or to write as a thread takes to start. */
export const WORTH_A_THREAD = 16 * 1024 * 1024;

/** Scans in order, and those of them at the end that a second thread reads. */
export interface Shares {
  readonly first: readonly Scan[];
  readonly second: readonly Scan[];
}

/**
 * Halves the work by the sizes of reports. What is behind a wildcard counts nothing: to look for it twice may take longer than reading it.
 *
 * @param least bytes that are worth a thread.
 */
export function sharesOf(
  scans: readonly Scan[],
  { workspace }: Pick<Places, 'workspace'>,
  { least = WORTH_A_THREAD } = {},
): Shares {
  const sizes = scans.map(({ report }) => report.reduce((sum, file) => sum + sizeOf(file, workspace), 0));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let at = 0;
  let before = 0;
  while (at < scans.length && 2 * before + sizes[at]! <= all) {
    before += sizes[at]!;
    at += 1;
  }
  return Math.min(before, all - before) >= least
    ? { first: scans.slice(0, at), second: scans.slice(at) }
    : { first: scans, second: [] };
}

/** 0 for what is not there or cannot be asked: that is for the reader to say. */
function sizeOf(file: string, workspace: string): number {
  if (isPattern(file)) return 0;
  try {
    return statSync(path.resolve(workspace, file)).size;
  } catch {
    return 0;
  }
}
