import { type InputSpec, type InputsOf, inputName, type Surroundings } from './input.ts';
import { InputError, type Problem } from './input-error.ts';
import { givenText, misspeltSecrets, unknownInputs } from './unknown.ts';

/** The text of every secret that was given, also by a name misspelt: what must be masked before anything else can fail. */
export function secretsIn(spec: InputSpec, env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const given = Object.entries(spec)
    .filter(([, type]) => type.secret)
    .flatMap(([key, type]) => {
      const text = givenText(env, inputName(key));
      return [text, ...(type.secretsIn?.(text) ?? [])];
    });
  return [...given, ...misspeltSecrets(spec, env)].filter((text) => text !== '');
}

/**
 * Reads all inputs from the environment, as the runner passes them. An input that is empty counts as not given.
 *
 * `filesMustExist` is false in `post`, when files that `main` was given may be gone; nor are unknown inputs refused again.
 * @throws InputError naming every input that is missing, refused, or unknown and like one of the action's.
 */
export async function readInputs<Spec extends InputSpec>(
  spec: Spec,
  env: Readonly<Record<string, string | undefined>>,
  { filesMustExist = true }: { readonly filesMustExist?: boolean } = {},
): Promise<InputsOf<Spec>> {
  const surroundings: Surroundings = { env, filesMustExist };
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, type] of Object.entries(spec)) {
    const name = inputName(key);
    const text = givenText(env, name);
    if (text === '') {
      if (!type.optional) {
        problems.push({
          input: name,
          message: 'is required, but was not given',
          remedy: missingRemedy(name, type.none),
        });
      } else values[key] = undefined;
      continue;
    }
    const parsed = await type.parse(text, surroundings);
    if (parsed.accepted) values[key] = parsed.value;
    else {
      for (const refusal of parsed.refusals) {
        const found = 'value' in refusal || refusal.at !== undefined ? refusal.value : text;
        const remedy = remedyOfWord(text, name) ?? refusal.remedy;
        problems.push({ ...refusal, input: name, value: type.secret ? undefined : found, remedy });
      }
    }
  }
  if (filesMustExist) problems.push(...unknownInputs(spec, env).problems);
  if (problems.length > 0) throw new InputError(problems);
  return values as InputsOf<Spec>;
}

function missingRemedy(name: string, none: string | undefined): string {
  const set = `Set \`${name}\` under \`with:\`, or take the line out if the input has a default; an expression that yields nothing counts as not given.`;
  return none === undefined ? set : `${set} Where there is none, write \`${none}\`.`;
}

/**
 * What to do about `Array` and `Object`, which is the text that GitHub makes of an expression that yields a list or a mapping:
 * https://github.com/actions/runner/blob/main/src/Sdk/DTExpressions2/Expressions2/EvaluationResult.cs
 */
function remedyOfWord(text: string, name: string): string | undefined {
  if (text !== 'Array' && text !== 'Object') return undefined;
  const what = text === 'Array' ? 'a list' : 'a mapping';
  return `That is what GitHub makes of an expression that yields ${what}: write \`${name}: \${{ toJSON(…) }}\`.`;
}
