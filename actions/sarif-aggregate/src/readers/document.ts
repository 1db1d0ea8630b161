import { readJson, readJsonLines, UnreadableReport } from '@actions-aws/findings';

/**
 * What a file has that is no SARIF: its document; where it has several, as TruffleHog writes them, a list of them; undefined where it
 * has none, which is a clean report of TruffleHog and an error of all others.
 *
 * @throws UnreadableReport
 */
export function documentIn(file: string): unknown {
  try {
    return readJson(file);
  } catch (error) {
    if (!(error instanceof UnreadableReport)) throw error;
    if (error.reason === 'several') return linesIn(file, error);
    if (error.reason === 'empty') return undefined;
    throw error;
  }
}

/** One document with more behind it has no lines that are documents: then it is as before. */
function linesIn(file: string, several: UnreadableReport): readonly unknown[] {
  try {
    return readJsonLines(file);
  } catch (error) {
    throw error instanceof UnreadableReport && error.reason !== 'too-large' ? several : error;
  }
}
