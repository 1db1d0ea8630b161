import type { Kind, NormalResult, SeverityWord, Subject } from '@actions-aws/findings';
import type { Result } from 'sarif';

/** What a test says of a result; all else is of an ordinary one. */
export interface Given {
  readonly kind?: Kind;
  readonly severity?: SeverityWord;
  readonly source?: NormalResult['severity']['source'];
  readonly said?: string;
  readonly rule?: string;
  /** None for `null`. */
  readonly path?: string | null;
  readonly line?: number;
  readonly subject?: Subject;
  readonly suppressed?: boolean;
  readonly sarif?: Partial<Result>;
}

/** An ordinary result: an `eval` in line 3 of `src/app.js`. */
export function resultOf(given: Given = {}): NormalResult {
  const { kind = 'code', severity = 'high', source = 'level', rule = 'no-eval', path = 'src/app.js', line = 3 } = given;
  return {
    tool: 'Lint',
    kind,
    severity: { word: severity, source, ...(given.said !== undefined && { said: given.said }) },
    ...(path !== null && { place: { path, line } }),
    subject: given.subject ?? { kind: 'code' },
    ...(given.suppressed && { suppressed: { by: 'tool', reason: '' } }),
    rule: { id: rule },
    sarif: { ruleId: rule, message: { text: 'eval is evil' }, ...given.sarif },
  };
}

/** A dependency of npm with a known weakness. */
export function dependencyOf(name: string, target = 'package-lock.json'): Subject {
  return { kind: 'dependency', advisories: ['CVE-2026-1'], package: { type: 'npm', name }, target };
}
