import type { Failure, Reported } from '@actions-aws/findings';
import { entriesOf, type Fields, firstOf, list, maybeText, object, objects, text, texts } from '../fields.ts';
import { present } from '../present.ts';
import { isFailure, partial, type Reader } from '../reader.ts';

/**
 * https://github.com/stelligent/cfn_nag/blob/master/lib/cfn-nag/violation.rb: cfn_nag 0.3 to 0.8. A violation stands there once for all
 * its resources; cfn_nag counts each resource, and so do we.
 */
export const cfnNag: Reader = {
  tool: 'cfn-nag',
  form: 'cfn_nag’s JSON',
  recognises(document) {
    const first = firstOf(document);
    return first !== undefined && 'filename' in first && 'file_results' in first;
  },
  read(document) {
    const results: Reported[] = [];
    const failures: Failure[] = [];
    for (const file of entriesOf(document)) {
      const path = text(file, 'filename');
      for (const violation of objects(object(file, 'file_results'), 'violations')) {
        if (isFailure('cfn-nag', text(violation, 'id'), text(violation, 'message')))
          failures.push(failureOf(violation, path));
        else results.push(...resultsOf(violation, path));
      }
    }
    return { results, failures };
  },
};

function failureOf(violation: Fields, path: string): Failure {
  return partial(`cfn_nag did not read ${path}: ${text(violation, 'message')}`);
}

function resultsOf(violation: Fields, path: string): readonly Reported[] {
  const resources: readonly (string | undefined)[] = texts(violation, 'logical_resource_ids');
  const lines = list(violation, 'line_numbers');
  const name = maybeText(violation, 'name');
  return (resources.length === 0 ? [undefined] : resources).map((resource, index) => {
    const line = lines[index];
    return {
      rule: { id: text(violation, 'id'), ...present({ name }) },
      message: text(violation, 'message'),
      path,
      ...present({
        // -1 where cfn_nag knows none.
        line: typeof line === 'number' && line > 0 ? line : undefined,
        severity: maybeText(violation, 'type'),
      }),
      subject: { kind: 'configuration', ...present({ resource }) },
    };
  });
}
