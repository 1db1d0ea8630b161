import type { KnownTool } from '@actions-aws/findings';

/** A small report of ours, and what must come of it. */
export interface Sample {
  readonly tool: KnownTool;
  /** Which form of the tool's, in words. */
  readonly of: string;
  readonly document: unknown;
  /** How results are counted in it. */
  readonly counted: string;
  /** How many there are, those that the tool suppressed among them. */
  readonly results: number;
  readonly suppressed?: number;
  /** The messages of its failures. */
  readonly failures?: readonly string[];
}

/** What a sample is written as: TruffleHog has a document on each line. */
export function textOf({ tool, document }: Sample): string {
  if (tool !== 'trufflehog' || !Array.isArray(document)) return JSON.stringify(document);
  return document.map((line) => `${JSON.stringify(line)}\n`).join('');
}
