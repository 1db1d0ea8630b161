import { type InputSpec, inputName } from '@actions-aws/action';
import { wrongExamples } from './examples.ts';
import { type DeclaredInput, type DescribedAction, describeAction, type Manifest } from './manifest.ts';
import { renderTables, withTables } from './tables.ts';

const inputKeys = new Set(['description', 'required', 'default', 'deprecationMessage']);
const kebabCase = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/**
 * Where `action.yml`, the code and the README contradict each other, as sentences; none means that they agree.
 * `action.yml` owns names, descriptions, `required` and defaults; `inputs.ts` owns types.
 */
export async function disagreements(action: DescribedAction): Promise<string[]> {
  const { manifest, inputs, outputs } = action;
  return [
    ...wrongFrame(manifest, action.hasPost),
    ...(await wrongInputs(manifest, inputs)),
    ...wrongOutputs(manifest, outputs),
    ...wrongNaming(action),
    ...staleTables(action),
    ...(await wrongExamples({ file: 'README.md', text: action.readme }, [action], action)),
  ];
}

/** The same for an action in its folder, so that its contract test is one line. */
export async function disagreementsIn(folder: string | URL): Promise<string[]> {
  return disagreements(await describeAction(folder));
}

function wrongFrame({ name, description, runs = {} }: Manifest, hasPost: boolean): string[] {
  const wrong: string[] = [];
  if (!name) wrong.push('action.yml has no `name`.');
  if (!description) wrong.push('action.yml has no `description`.');
  wrong.push(...evaluatedIn('The description of the action', description));
  if (runs.using !== 'node24') wrong.push(`\`runs.using\` must be \`node24\`, but is \`${runs.using}\`.`);
  if (runs.main !== 'dist/index.js') wrong.push(`\`runs.main\` must be \`dist/index.js\`, but is \`${runs.main}\`.`);
  if (runs.pre !== undefined) wrong.push('`runs.pre` must not be there: it does not run for local actions.');
  if (hasPost && runs.post === undefined) {
    wrong.push('The code has a `post`, but action.yml has no `runs.post`: it would never run.');
  }
  if (!hasPost && runs.post !== undefined) wrong.push('action.yml has `runs.post`, but the code has no `post`.');
  if (runs.post !== undefined && runs.post !== 'dist/post.js') {
    wrong.push(`\`runs.post\` must be \`dist/post.js\`, but is \`${runs.post}\`.`);
  }
  return wrong;
}

async function wrongInputs({ inputs: declared = {} }: Manifest, inputs: InputSpec): Promise<string[]> {
  const wrong: string[] = [];
  const read = new Map(Object.entries(inputs).map(([key, type]) => [inputName(key), type]));
  for (const name of read.keys()) {
    if (!Object.hasOwn(declared, name)) wrong.push(`Input \`${name}\` is read, but action.yml does not declare it.`);
  }
  for (const [name, declaration] of Object.entries(declared)) {
    wrong.push(...wrongName('Input', name, declaration));
    for (const key of Object.keys(declaration)) {
      if (!inputKeys.has(key)) wrong.push(`Input \`${name}\` has \`${key}\`, which the runner does not know.`);
    }
    const { required = 'false', default: value = '' } = declaration;
    if (required === 'true' && value !== '') {
      wrong.push(`Input \`${name}\` is required in action.yml, so its default is never used.`);
    }
    const type = read.get(name);
    if (!type) {
      wrong.push(`Input \`${name}\` is declared in action.yml, but the code does not read it.`);
      continue;
    }
    if (type.optional && required === 'true') {
      wrong.push(`Input \`${name}\` is required in action.yml, but optional in the code.`);
    }
    if (!type.optional && required !== 'true' && value === '') {
      wrong.push(`Input \`${name}\` is optional in action.yml and has no default, but the code requires it.`);
    }
    // An expression has no value before a workflow runs.
    if (value !== '' && !value.includes('${{')) {
      const parsed = await type.parse(value.trim(), { env: {}, filesMustExist: false });
      if (!parsed.accepted) {
        const reasons = parsed.refusals.map(({ at = '', message }) => `${at && `at \`${name}${at}\`: `}${message}`);
        wrong.push(`Input \`${name}\` refuses its own default "${value}": ${reasons.join('; ')}.`);
      }
    }
  }
  return wrong;
}

function wrongOutputs({ outputs: declared = {} }: Manifest, outputs: readonly string[]): string[] {
  const wrong: string[] = [];
  for (const name of outputs) {
    if (!Object.hasOwn(declared, name)) wrong.push(`Output \`${name}\` is set, but action.yml does not declare it.`);
  }
  for (const [name, declaration] of Object.entries(declared)) {
    wrong.push(...wrongName('Output', name, declaration));
    if (!outputs.includes(name))
      wrong.push(`Output \`${name}\` is declared in action.yml, but the code never sets it.`);
  }
  return wrong;
}

function wrongNaming({ manifest, outputsNamedBy }: DescribedAction): string[] {
  if (outputsNamedBy === undefined || Object.hasOwn(manifest.inputs ?? {}, outputsNamedBy)) return [];
  return [`\`outputsNamedBy\` is \`${outputsNamedBy}\`, which is no input of action.yml.`];
}

function wrongName(kind: string, name: string, { description }: DeclaredInput): string[] {
  return [
    ...(kebabCase.test(name) ? [] : [`${kind} \`${name}\` must be named in kebab-case.`]),
    ...(description?.trim() ? [] : [`${kind} \`${name}\` has no description.`]),
    ...evaluatedIn(`The description of ${kind.toLowerCase()} \`${name}\``, description),
  ];
}

/**
 * The runner evaluates expressions wherever it reads action.yml, descriptions included, and knows no context there: the action cannot
 * be loaded. https://github.com/actions/runner/pull/56
 */
function evaluatedIn(what: string, text = ''): string[] {
  return text.includes('${{')
    ? [`${what} has an expression, which the runner would evaluate: leave out its braces.`]
    : [];
}

function staleTables(action: DescribedAction): string[] {
  try {
    const fresh = withTables(action.readme, renderTables(action));
    return fresh === action.readme.replaceAll('\r\n', '\n')
      ? []
      : ['The tables in README.md are stale; run `npm run docs`.'];
  } catch (error) {
    return [`${(error as Error).message}.`];
  }
}
