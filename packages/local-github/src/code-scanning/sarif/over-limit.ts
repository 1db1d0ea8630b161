import type { SarifLimits } from '../limits.ts';
import { type Fields, fieldsOf, listOf } from './fields.ts';
import { tagsOf } from './rules.ts';

/**
 * The first limit that a file is above, in GitHub's words: https://github.com/github/codeql-action/issues/2000,
 * https://github.com/aquasecurity/tfsec-sarif-action/issues/43, https://github.com/github/codeql-action/issues/1245. Those of rules,
 * extensions, locations and tags are not reported anywhere, and made alike.
 */
export function overLimit(runs: readonly Fields[], limits: SarifLimits): string | undefined {
  for (const { what, count, allowed } of counts(runs, limits))
    if (count > allowed) return `rejecting SARIF, as there are more ${what} than allowed (${count} > ${allowed})`;
  return undefined;
}

interface Count {
  readonly what: string;
  readonly count: number;
  readonly allowed: number;
}

function* counts(runs: readonly Fields[], limits: SarifLimits): Generator<Count> {
  yield { what: 'runs', count: runs.length, allowed: limits.sarifRuns };
  for (const run of runs) {
    const results = listOf(run.results, 'results');
    yield { what: 'results per run', count: results.length, allowed: limits.sarifResults };
    const extensions = listOf(fieldsOf(run.tool, 'tool')?.extensions, 'tool.extensions');
    yield { what: 'extensions per run', count: extensions.length, allowed: limits.sarifExtensions };
    const components = [fieldsOf(run.tool, 'tool')?.driver, ...extensions];
    const rules = components.flatMap((each) => listOf(fieldsOf(each, 'tool component')?.rules, 'rules'));
    yield { what: 'rules per run', count: rules.length, allowed: limits.sarifRules };
    for (const rule of rules)
      yield { what: 'tags per rule', count: tagsOf(fieldsOf(rule, 'rules') ?? {}).length, allowed: limits.sarifTags };
    for (const each of results) yield* countsOf(fieldsOf(each, 'results') ?? {}, limits);
  }
}

function* countsOf(result: Fields, limits: SarifLimits): Generator<Count> {
  const what = 'locations per result';
  const own = listOf(result.locations, 'locations').length;
  yield { what, count: own, allowed: limits.sarifLocations };
  const all = own + listOf(result.relatedLocations, 'relatedLocations').length;
  yield { what, count: all, allowed: limits.sarifAllLocations };
  const threads = listOf(result.codeFlows, 'codeFlows').flatMap((flow) =>
    listOf(fieldsOf(flow, 'codeFlows')?.threadFlows, 'threadFlows'),
  );
  const steps = threads.reduce<number>(
    (sum, thread) => sum + listOf(fieldsOf(thread, 'threadFlows')?.locations, 'threadFlows.locations').length,
    0,
  );
  yield { what: 'threadflow steps per result', count: steps, allowed: limits.sarifFlowLocations };
}
