/** A step as a workflow would write it, `uses:` and all. */
export function stepYaml(action: string, inputs: Readonly<Record<string, string>>): string {
  const lines = Object.entries(inputs).map(([name, value]) => `    ${name}: ${scalar(value)}`);
  return [`- uses: org/actions/${action}@v1`, '  with:', ...lines, ''].join('\n');
}

function scalar(value: string): string {
  if (value.includes('\n')) return `|\n${value.trimEnd().replace(/^(?=.)/gm, '      ')}`;
  return /^[\w./]/.test(value) && !/: | #|:$/.test(value) && !/^(true|false|null|~|[\d.]+)$/i.test(value)
    ? value
    : JSON.stringify(value);
}
