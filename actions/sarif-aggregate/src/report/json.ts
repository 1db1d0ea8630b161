import { DOCUMENT_VERSION, type Findings } from './document.ts';

/**
 * The document of findings as JSON, in pieces: each finding on a line of its own, so that a program may read it line by line. Its
 * form is in the README, and its `version` is another where a field is gone or says something else.
 */
export function* jsonReport(told: Findings): Generator<string> {
  const { verdict, block, settings, baseline, scans, counts, acceptance } = told;
  const head = { version: DOCUMENT_VERSION, verdict, block, baseline, settings, counts, acceptance };
  yield `${JSON.stringify(head).slice(0, -1)},\n"scans":[`;
  yield* lines(scans);
  yield '],\n"findings":[';
  yield* lines(told.findings());
  yield ']}\n';
}

function* lines(all: Iterable<unknown>): Generator<string> {
  let first = true;
  for (const one of all) {
    yield `${first ? '\n' : ',\n'}${JSON.stringify(one)}`;
    first = false;
  }
  if (!first) yield '\n';
}
