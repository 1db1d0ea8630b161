/**
 * A step of a workflow: an action, what it is given, and what stands beside that, such as `id` and `if`. Ours are called by their
 * names, others as `uses:` has them.
 */
export interface WorkflowStep {
  readonly action: string;
  readonly beside?: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
}

/** A step as a workflow would write it, `uses:` and all. */
export function stepYaml({ action, beside = {}, inputs }: WorkflowStep): string {
  const keys = Object.entries(beside).map(([name, value]) => `  ${name}: ${scalar(value)}`);
  const lines = Object.entries(inputs).map(([name, value]) => `    ${name}: ${scalar(value)}`);
  const uses = action.includes('@') ? action : `org/actions/${action}@v1`;
  return [`- uses: ${uses}`, ...keys, '  with:', ...lines, ''].join('\n');
}

function scalar(value: string): string {
  if (value.includes('\n')) return `|\n${value.trimEnd().replace(/^(?=.)/gm, '      ')}`;
  return /^[\w./]/.test(value) && !/: | #|:$/.test(value) && !/^(true|false|null|~|[\d.]+)$/i.test(value)
    ? value
    : JSON.stringify(value);
}
