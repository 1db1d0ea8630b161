import type { Places, UserError, UserErrorOptions } from '@actions-aws/action';
import type { Scan } from '../inputs/scan.ts';
import type { Heard } from '../scans/time.ts';
import type { LentSpill } from '../store/spill.ts';
import type { StorePart } from '../store/store.ts';
import type { Contents } from '../write/contents.ts';

/** What a thread is started for. */
export type Task = ReadTask | WriteTask;

/** Scans to read, and where. */
export interface ReadTask {
  readonly does: 'read';
  readonly scans: readonly Scan[];
  /** The folder of the checkout, absolute. */
  readonly checkout: string;
  readonly places: Places;
  /** Takes the results, until the run ends: what a thread that has failed leaves there goes with it. */
  readonly folder: string;
}

/** An aggregate to write into an open file. */
export interface WriteTask {
  readonly does: 'write';
  readonly contents: Contents;
  readonly spill: LentSpill;
  readonly descriptor: number;
}

/** What a thread gives when it has done a task: of what it reads all, and none of it before. */
export interface Given {
  readonly read: { readonly heard: Heard; readonly store: StorePart };
  readonly write: 'written';
}

/** How a thread answers: an error would come over as one that is not the author's to change. */
export type Answer<Does extends Task['does']> =
  | { readonly given: Given[Does] }
  | { readonly refused: Pick<UserError, 'message'> & Omit<UserErrorOptions, 'cause'> };
