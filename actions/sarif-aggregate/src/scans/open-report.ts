import {
  type Cut,
  cutReport,
  factsOf,
  isSarif,
  type KnownTool,
  readJsonLines,
  toolsNamed,
  UnreadableReport,
} from '@actions-aws/findings';
import type { Reader } from '../readers/reader.ts';
import { recognise } from '../readers/readers.ts';

/** A report, as far as it is known what it is. */
export type Opened =
  | { readonly what: 'sarif'; readonly cut: Cut; readonly document: unknown }
  | { readonly what: 'own'; readonly reader: Reader; readonly document: unknown };

/**
 * Opens a report and finds out what it is, by what is in it; the scan's name says whose `[]` or no bytes are.
 *
 * @throws UnreadableReport
 */
export function openReport(file: string, scan: string): Opened {
  const named = toolsNamed(scan);
  let cut: Cut;
  try {
    cut = cutReport(file);
  } catch (error) {
    const document = otherwise(error, file, named);
    if (document === undefined) throw error;
    return ofOwnFormat(document, scan, named);
  }
  const document = cut.skeleton;
  if (isSarif(document)) return { what: 'sarif', cut, document };
  cut.close();
  return ofOwnFormat(document, scan, named);
}

/** What a file that is no document is all the same: several on lines of their own, or none where a tool writes none. */
function otherwise(error: unknown, file: string, named: readonly KnownTool[]): unknown {
  if (!(error instanceof UnreadableReport)) return undefined;
  if (error.reason === 'several') return linesIn(file, error);
  const isClean = error.reason === 'empty' && named.some((tool) => factsOf(tool).nothing === 'no bytes');
  return isClean ? [] : undefined;
}

/** One document with more behind it has no lines that are documents: then it is as before. */
function linesIn(file: string, several: UnreadableReport): readonly unknown[] {
  try {
    return readJsonLines(file);
  } catch (error) {
    throw error instanceof UnreadableReport && error.reason !== 'too-large' ? several : error;
  }
}

function ofOwnFormat(document: unknown, scan: string, named: readonly KnownTool[]): Opened {
  const reader = recognise(document, named);
  if (reader) return { what: 'own', reader, document };
  const what = Array.isArray(document) && document.length === 0 ? 'an empty list' : 'no report that we know';
  const hint =
    named.length > 0 ? `, and ${named.join(' or ')} writes none such` : `, and the name \`${scan}\` says no tool`;
  throw new UnreadableReport('malformed', `The file is ${what}${hint}.`);
}
