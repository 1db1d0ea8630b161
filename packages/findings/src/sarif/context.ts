import type { Lines } from '../line-hash/checkout-lines.ts';
import type { Origin } from '../places/paths.ts';
import type { KnownTool } from '../tools/table.ts';
import type { Kind } from '../words.ts';
import type { KnownFiles } from './plain/known-files.ts';

/** What is known of a report besides what stands in it. */
export interface NormaliseContext extends Origin {
  /** The file of the checkout that carries what has no place. */
  readonly manifest?: string;
  /** What the workflow says that the results are. */
  readonly kind?: Kind;
  /** The tool that the scan's name says, for a run that names none. */
  readonly named?: KnownTool;
  /** The lines of the checkout; they tell whether a secret of the history is there still. */
  readonly lines?: Lines;
  /** Files of the checkout that reports named before: results of several tools name the same ones. */
  readonly files?: KnownFiles;
}
