type Outputs = Readonly<Record<string, string>>;

/** The outputs of jobs and steps, by what an expression calls them: `needs.promote`, `steps.build`. */
export type Known = Readonly<Record<string, Outputs>>;

/**
 * Puts outputs where a step's inputs ask for them, as the runner would before the step begins: one output as it is, one property
 * of an output that is JSON, or the first of several that is not empty.
 *
 * @throws when an expression is none of these: the story must not go on with something else than it says.
 */
export function withOutputs(inputs: Outputs, known: Known): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => evaluated(expression, known)),
    ]),
  );
}

function evaluated(expression: string, known: Known): string {
  const values = expression.split(' || ').map((one) => outputOf(one, known) ?? refused(expression));
  return values.find((value) => value !== '') ?? '';
}

function refused(expression: string): never {
  throw new Error(`The story cannot evaluate \${{ ${expression} }}.`);
}

function outputOf(expression: string, known: Known): string | undefined {
  const [, of, output] = /^((?:needs|steps)\.[a-z]+)\.outputs\.([a-z-]+)$/.exec(expression) ?? [];
  if (of && output) return known[of]?.[output] ?? '';
  const [, json, property] = /^fromJSON\((.+)\)\.([a-z-]+)$/.exec(expression) ?? [];
  const text = json && outputOf(json, known);
  if (property === undefined || text === undefined) return undefined;
  return String(JSON.parse(text || '{}')[property] ?? '');
}
