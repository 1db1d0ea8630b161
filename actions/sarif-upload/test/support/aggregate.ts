import { logMark, MARK, type RunMark, resultMark, runMark } from '@actions-aws/findings';
import type { Log, Result } from 'sarif';
import { at, report } from './repository.ts';
import { type Given, resultOf } from './results.ts';

/** A result as sarif-aggregate marks it. */
export function marked(
  given: Given,
  decided: { readonly fate?: string; readonly state?: string; readonly blocks?: string } = {},
): Result {
  const { rule = 'r', path = 'src/app.js', line = 1 } = given;
  const normal = resultOf({ rule, line, ...given });
  const place = path === null ? { ruleId: rule, message: { text: 'x' } } : at(rule, path, line);
  const properties = { [MARK]: resultMark(normal, { fate: 'open', state: 'new', ...decided }) };
  return { ...place, ...given.sarif, properties, fingerprints: { 'actionsAws/v1': `${rule}${path}${line}` } };
}

/** An aggregate with one scan. */
export function aggregate(
  results: readonly Result[],
  mark: Partial<RunMark> = {},
): { readonly 'aggregate.sarif': Log } {
  const scan = runMark({ scan: 'lint/app', complete: true, failures: [], ...mark });
  const log = report('Lint', results, { automationDetails: { id: 'lint/app/' }, properties: { [MARK]: scan } });
  return { 'aggregate.sarif': { ...log, properties: { [MARK]: logMark({ verdict: 'block', aliases: [] }) } } };
}
