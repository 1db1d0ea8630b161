/**
 * The actions whose sweeps are run whole: those that are named, or all.
 *
 * @throws when one is named that is not there, naming those that are.
 */
export function proven(actions: readonly string[], named: readonly string[]): readonly string[] {
  const unknown = named.filter((name) => !actions.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `There is no action ${unknown.map((name) => `"${name}"`).join(', ')}. There are ${actions.join(', ')}.`,
    );
  }
  return named.length > 0 ? named : actions;
}
