type Outputs = Readonly<Record<string, string>>;

/**
 * Puts the outputs of the job `promote` where a step's inputs ask for them, as the runner would before the step begins: one
 * output as it is, or one property of an output that is JSON.
 *
 * @throws when an expression is none of these two: the story must not go on with something else than it says.
 */
export function withOutputs(inputs: Outputs, outputs: Outputs): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => evaluated(expression, outputs)),
    ]),
  );
}

function evaluated(expression: string, outputs: Outputs): string {
  const [, output] = /^needs\.promote\.outputs\.([a-z-]+)$/.exec(expression) ?? [];
  if (output) return outputs[output] ?? '';
  const [, json, property] = /^fromJSON\(needs\.promote\.outputs\.([a-z-]+)\)\.([a-z-]+)$/.exec(expression) ?? [];
  if (json && property) return String(JSON.parse(outputs[json] || '{}')[property] ?? '');
  throw new Error(`The story cannot evaluate \${{ ${expression} }}.`);
}
