import { wrongLetters } from '../wrong-letters.ts';
import { type InputSpec, inputName } from './input.ts';
import type { Problem } from './input-error.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Inputs that were given and that the action does not have. */
export interface UnknownInputs {
  /** Those that resemble an input of the action: a condition that is misspelt must not count as none. */
  readonly problems: readonly Problem[];
  /** The names of all others. */
  readonly others: readonly string[];
}

/**
 * Looks for inputs that the action does not have. The runner passes them all the same and only warns
 * (https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionRunner.cs, "Unexpected input(s)"). It hands over an
 * input as the variable `INPUT_<NAME>`, so a variable of such a name in a workflow's `env:` cannot be told from one.
 *
 * One that resembles an input and has the same value loses nothing, and counts as any other: act passes the inputs of a
 * composite action on to its steps (https://github.com/nektos/act/blob/master/pkg/runner/action_composite.go), which often
 * give them to an input of nearly the same name.
 */
export function unknownInputs(spec: InputSpec, env: Env): UnknownInputs {
  const problems: Problem[] = [];
  const others: string[] = [];
  for (const { variable, name, value, meant } of unknownIn(spec, env)) {
    const known = meant === undefined ? '' : givenText(env, inputName(meant));
    if (meant === undefined || (known !== '' && known === value)) others.push(name);
    else {
      problems.push({
        input: name,
        value: spec[meant]?.secret || value === '' ? undefined : value,
        message: 'is no input of this action',
        remedy: `Write \`${inputName(meant)}\` under \`with:\`; where \`env:\` sets ${variable} for something else, call it otherwise there.`,
      });
    }
  }
  return { problems, others };
}

/** The values of unknown inputs that resemble a secret one. */
export function misspeltSecrets(spec: InputSpec, env: Env): readonly string[] {
  return unknownIn(spec, env).flatMap(({ meant, value }) => (meant && spec[meant]?.secret ? [value] : []));
}

/** An input's text, trimmed; the runner upper-cases the name and keeps its hyphens. */
export function givenText(env: Env, name: string): string {
  return (env[variableOf(name)] ?? '').trim();
}

interface Unknown {
  readonly variable: string;
  readonly name: string;
  readonly value: string;
  /** Key of the input that it resembles. */
  readonly meant: string | undefined;
}

function unknownIn(spec: InputSpec, env: Env): readonly Unknown[] {
  const keys = Object.keys(spec);
  const known = new Set(keys.map((key) => variableOf(inputName(key))));
  return Object.keys(env)
    .filter((variable) => variable.startsWith(PREFIX) && !known.has(variable))
    .sort()
    .map((variable) => {
      const name = variable.slice(PREFIX.length).toLowerCase();
      return { variable, name, value: (env[variable] ?? '').trim(), meant: nearest(name, keys) };
    });
}

const PREFIX = 'INPUT_';
/** Of shorter names too many others are this near. */
const SHORTEST_MISSPELT = 5;
const MOST_WRONG_LETTERS = 2;

function variableOf(name: string): string {
  return PREFIX + name.toUpperCase();
}

/** The key that was meant: by the fewest wrong letters, else by the longest name that it begins with. */
function nearest(given: string, keys: readonly string[]): string | undefined {
  const name = given.replaceAll('_', '-');
  const candidates = keys.flatMap((key) => {
    const own = inputName(key);
    const letters = wrongLetters(name, own);
    if (letters === 0 || (own.length >= SHORTEST_MISSPELT && letters <= MOST_WRONG_LETTERS)) return [{ key, letters }];
    return name.startsWith(`${own}-`) ? [{ key, letters: MOST_WRONG_LETTERS + 1 / own.length }] : [];
  });
  return candidates.sort((a, b) => a.letters - b.letters)[0]?.key;
}
