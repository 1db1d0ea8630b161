import { advisoriesOf, type Failure, packageNamed, type Reported } from '@actions-aws/findings';
import { entriesOf, type Fields, firstOf, isObject, maybeText, objects, reportOf, text, texts } from '../fields.ts';
import { present } from '../present.ts';
import { partial, type Reader } from '../reader.ts';

/** https://github.com/pypa/pip-audit/blob/main/pip_audit/_format/json.py: a list up to 2.2, an object with `dependencies` since. */
export const pipAudit: Reader = {
  tool: 'pip-audit',
  form: 'pip-audit’s JSON',
  recognises(document) {
    if (!isObject(document)) return isDependency(firstOf(document));
    return (
      Array.isArray(document.dependencies) && ('fixes' in document || isDependency(firstOf(document.dependencies)))
    );
  },
  read(document, scan) {
    const dependencies = Array.isArray(document) ? entriesOf(document) : objects(reportOf(document), 'dependencies');
    const results: Reported[] = [];
    const failures: Failure[] = [];
    for (const dependency of dependencies) {
      const reason = maybeText(dependency, 'skip_reason');
      // Without `vulns`, pip-audit does not know this package: that it has none is not said.
      if (reason !== undefined) failures.push(partial(`pip-audit skipped ${text(dependency, 'name')}: ${reason}`));
      else for (const one of objects(dependency, 'vulns')) results.push(resultOf(dependency, one, scan.target ?? ''));
    }
    return { results, failures };
  },
};

function isDependency(entry: Readonly<Record<string, unknown>> | undefined): boolean {
  return entry !== undefined && 'name' in entry && ('vulns' in entry || 'skip_reason' in entry);
}

function resultOf(dependency: Fields, vulnerability: Fields, target: string): Reported {
  const name = text(dependency, 'name');
  const version = text(dependency, 'version');
  const rule = text(vulnerability, 'id');
  const fixed = texts(vulnerability, 'fix_versions').join(', ');
  const remedy = fixed === '' ? '' : ` Repaired in ${fixed}.`;
  return {
    rule: { id: rule, ...present({ help: maybeText(vulnerability, 'description') }) },
    message: `${name} ${version} has ${rule}.${remedy}`,
    subject: {
      kind: 'dependency',
      advisories: advisoriesOf([rule, ...texts(vulnerability, 'aliases')]),
      package: packageNamed('pypi', name),
      version,
      ...present({ fixed: fixed === '' ? undefined : fixed }),
      target,
    },
  };
}
