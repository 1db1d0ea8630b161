import type { Failure, Reported } from '@actions-aws/findings';
import { entriesOf, type Fields, firstOf, list, maybeLine, maybeObject, maybeText, object, text } from '../fields.ts';
import { present } from '../present.ts';
import { isFailure, partial, type Reader } from '../reader.ts';

/** https://github.com/aws-cloudformation/cfn-lint/blob/main/src/cfnlint/formatters/__init__.py: cfn-lint 0.20 to 1.41 */
export const cfnLint: Reader = {
  tool: 'cfn-lint',
  form: 'cfn-lint’s JSON',
  recognises(document) {
    const first = firstOf(document);
    return first !== undefined && 'Filename' in first && 'Rule' in first && 'Level' in first;
  },
  read(document) {
    const results: Reported[] = [];
    const failures: Failure[] = [];
    for (const entry of entriesOf(document)) {
      if (isFailure('cfn-lint', text(object(entry, 'Rule'), 'Id'), text(entry, 'Message')))
        failures.push(failureOf(entry));
      else results.push(resultOf(entry));
    }
    return { results, failures };
  },
};

function failureOf(entry: Fields): Failure {
  const path = maybeText(entry, 'Filename');
  return partial(`cfn-lint did not read ${path ?? 'a template'}: ${text(entry, 'Message')}`);
}

function resultOf(entry: Fields): Reported {
  const rule = object(entry, 'Rule');
  const location = object(entry, 'Location');
  const start = object(location, 'Start');
  const end = maybeObject(location, 'End');
  const [section, resource] = list(location, 'Path');
  return {
    rule: {
      id: text(rule, 'Id'),
      ...present({
        summary: maybeText(rule, 'ShortDescription'),
        help: maybeText(rule, 'Description'),
        helpUri: maybeText(rule, 'Source'),
      }),
    },
    message: text(entry, 'Message'),
    path: text(entry, 'Filename'),
    ...present({
      line: maybeLine(start, 'LineNumber'),
      endLine: end && maybeLine(end, 'LineNumber'),
      column: maybeLine(start, 'ColumnNumber'),
      severity: maybeText(entry, 'Level'),
    }),
    subject: {
      kind: 'configuration',
      ...present({ resource: section === 'Resources' && typeof resource === 'string' ? resource : undefined }),
    },
  };
}
