import type { Reported } from '@actions-aws/findings';
import { type Fields, isObject, maybeLine, maybeText, memberLists, object, reportOf, text } from '../fields.ts';
import { present } from '../present.ts';
import type { Reader } from '../reader.ts';
import { secretMessage } from '../secrets.ts';

/**
 * https://github.com/Yelp/detect-secrets/blob/master/docs/design.md: detect-secrets 0.12 to 1.5. The digest of a secret is not read:
 * a short one is found from it. That an audit called an entry no secret suppresses nothing.
 */
export const detectSecrets: Reader = {
  tool: 'detect-secrets',
  form: 'detect-secrets’ JSON',
  recognises: (document) => isObject(document) && isObject(document.results) && Array.isArray(document.plugins_used),
  read(document) {
    const report = reportOf(document);
    object(report, 'results');
    return {
      results: memberLists(report, 'results').flatMap(([file, entries]) =>
        entries.map((entry) => resultOf(entry, file)),
      ),
      failures: [],
      ...present({ version: maybeText(report, 'version') }),
    };
  },
};

function resultOf(entry: Fields, file: string): Reported {
  const type = text(entry, 'type');
  return {
    rule: { id: type },
    message: secretMessage(type, file),
    path: file,
    ...present({ line: maybeLine(entry, 'line_number') }),
    subject: { kind: 'secret' },
  };
}
