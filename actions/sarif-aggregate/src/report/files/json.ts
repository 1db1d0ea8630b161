import { DOCUMENT_VERSION, type Findings } from '../document.ts';
import type { Listing } from './listing.ts';
import { type Form, patternsOf } from './patterns.ts';

/**
 * The document of findings as JSON: each finding on a line of its own, so that a program may read it line by line. Its form is in
 * the README, and its `version` is another where a field is gone or says something else.
 */
export function jsonReport({ verdict, block, settings, baseline, scans, counts, acceptance }: Findings): Listing {
  let separator = '\n';
  const write = patternsOf(FORM, counts);
  return {
    begin() {
      const head = { version: DOCUMENT_VERSION, verdict, block, baseline, settings, counts, acceptance };
      const lines = scans.map((scan) => `\n${JSON.stringify(scan)}`).join(',');
      return `${JSON.stringify(head).slice(0, -1)},\n"scans":[${lines}${lines && '\n'}],\n"findings":[`;
    },
    add(told, out) {
      out.text(separator);
      separator = ',\n';
      write(told, out);
    },
    end: () => [`${separator === '\n' ? '' : '\n'}]}\n`],
  };
}

const FORM: Form = {
  text: (finding) => JSON.stringify(finding),
  message: (text) => JSON.stringify(text),
  path: (text) => JSON.stringify(text),
  writeMessage: ({ message: { bytes, start, end } }, out) => out.bytes(bytes, start, end),
};
