/** A result of a small SARIF report. */
export interface Said {
  readonly rule?: string;
  readonly message?: string;
  readonly path?: string;
  readonly line?: number;
  readonly level?: 'error' | 'warning' | 'note' | 'none';
  readonly suppressed?: string;
  readonly baselineState?: 'absent' | 'new' | 'unchanged' | 'updated';
}

/** A report in SARIF of one run. */
export function sarif(tool: string, results: readonly Said[], more: Readonly<Record<string, unknown>> = {}): object {
  return {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [{ tool: { driver: { name: tool, version: '1.2.3' } }, results: results.map(resultOf), ...more }],
  };
}

function resultOf({
  rule = 'R1',
  message = 'It may fail.',
  path,
  line,
  level = 'error',
  suppressed,
  baselineState,
}: Said): object {
  const region = line === undefined ? {} : { region: { startLine: line } };
  return {
    ruleId: rule,
    level,
    message: { text: message },
    ...(path !== undefined && { locations: [{ physicalLocation: { artifactLocation: { uri: path }, ...region } }] }),
    ...(suppressed !== undefined && { suppressions: [{ kind: 'inSource', justification: suppressed }] }),
    ...(baselineState !== undefined && { baselineState }),
  };
}
