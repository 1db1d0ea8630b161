import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { duration, optional, path, text } from '@actions-aws/action';
import {
  type DescribedAction,
  describeAction,
  disagreements,
  disagreementsIn,
  parseManifest,
  renderTables,
  withTables,
  writeTables,
  wrongExamples,
} from '../src/index.ts';

const fixture = join(import.meta.dirname, 'contract-action');
const manifestText = readFileSync(join(fixture, 'action.yml'), 'utf8');

const tables = `<!-- inputs -->

| Name | Type | Default | Description |
| --- | --- | --- | --- |
| \`function-name\` | text | **required** | Whom to greet, by name or \\| number. |
| \`timeout\` | duration of at most 1h, as \`90s\` or \`5m\` | \`1.0m\` | How long to greet, at most. |
| \`zip\` | path of a file |  | A present. |

<!-- /inputs -->

<!-- outputs -->

| Name | Description |
| --- | --- |
| \`greeting\` | What was said. |

<!-- /outputs -->
`;

/** The fixture with the differences that a test is about, and fresh tables unless it brings its own README. */
async function action(
  changes: Partial<DescribedAction> & { edit?: readonly [string, string] } = {},
): Promise<DescribedAction> {
  const { edit: [from, to] = ['', ''], ...rest } = changes;
  if (!manifestText.includes(from)) throw new Error(`the fixture does not contain ${from}`);
  const described = {
    ...(await describeAction(fixture)),
    manifest: parseManifest(manifestText.replace(from, to)),
    ...rest,
  };
  return {
    ...described,
    readme: rest.readme ?? withTables(described.readme, renderTables(described)),
  };
}

describe('an action whose parts agree', () => {
  test('has no disagreements', async () => {
    expect(await disagreements(await action())).toEqual([]);
  });

  test('may name a default that only a workflow can evaluate', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub, not of JavaScript
    const changes = { edit: ['default: 1.0m', 'default: ${{ github.token }}'] as const };
    expect(await disagreements(await action(changes))).toEqual([]);
  });
});

describe('a disagreement is a sentence', () => {
  const edits: readonly (readonly [string, readonly [string, string], string])[] = [
    [
      'declared but unread',
      ['  zip:', '  mood:\n    description: Happy or sad.\n  zip:'],
      'Input `mood` is declared in action.yml, but the code does not read it.',
    ],
    [
      'read but undeclared',
      ['  zip:\n    description: A present.\n', ''],
      'Input `zip` is read, but action.yml does not declare it.',
    ],
    [
      'required only in action.yml',
      ['description: A present.', 'description: A present.\n    required: true'],
      'Input `zip` is required in action.yml, but optional in the code.',
    ],
    [
      'required only in the code',
      ['    required: true\n', ''],
      'Input `function-name` is optional in action.yml and has no default, but the code requires it.',
    ],
    [
      'required and with a default',
      ['required: true', 'required: true\n    default: orders'],
      'Input `function-name` is required in action.yml, so its default is never used.',
    ],
    [
      'a default that its parser refuses',
      ['1.0m', '2h'],
      'Input `timeout` refuses its own default "2h": must be a duration of at most 1h.',
    ],
    [
      'a misspelt key',
      ['required: true', 'requird: true\n    required: true'],
      'Input `function-name` has `requird`, which the runner does not know.',
    ],
    [
      'an input without description',
      ['    description: A present.', '    required: false'],
      'Input `zip` has no description.',
    ],
    [
      'an output without description',
      ['    description: What was said.', '    description: ""'],
      'Output `greeting` has no description.',
    ],
    [
      'an expression in a description',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub, not of JavaScript
      ['description: A present.', 'description: As `${{ toJSON(needs) }}`.'],
      'The description of input `zip` has an expression, which the runner would evaluate: leave out its braces.',
    ],
    [
      'an output that is never set',
      ['outputs:', 'outputs:\n  mood:\n    description: Happy or sad.'],
      'Output `mood` is declared in action.yml, but the code never sets it.',
    ],
    ['another runtime', ['node24', 'node20'], '`runs.using` must be `node24`, but is `node20`.'],
    [
      'another entry',
      ['main: dist/index.js', 'main: lib/main.js'],
      '`runs.main` must be `dist/index.js`, but is `lib/main.js`.',
    ],
    [
      'another entry for post',
      ['post: dist/post.js', 'post: dist/index.js'],
      '`runs.post` must be `dist/post.js`, but is `dist/index.js`.',
    ],
    [
      'a forgotten post',
      ['  post: dist/post.js\n', ''],
      'The code has a `post`, but action.yml has no `runs.post`: it would never run.',
    ],
    ['a nameless action', ['name: Greet\n', ''], 'action.yml has no `name`.'],
  ];
  test.each(edits)('%s', async (_name, edit, sentence) => {
    expect(await disagreements(await action({ edit }))).toContain(sentence);
  });

  test('names that are not kebab-case', async () => {
    const found = await disagreements(
      await action({ edit: ['  greeting:', '  Greeting_:'], outputs: ['Greeting_'], readme: '' }),
    );
    expect(found).toContain('Output `Greeting_` must be named in kebab-case.');
  });

  test('an output that is set but undeclared', async () => {
    expect(await disagreements(await action({ outputs: ['greeting', 'mood'] }))).toEqual([
      'Output `mood` is set, but action.yml does not declare it.',
    ]);
  });

  test('a post that the code does not have', async () => {
    expect(await disagreements(await action({ hasPost: false }))).toEqual([
      'action.yml has `runs.post`, but the code has no `post`.',
    ]);
  });

  test('stale tables', async () => {
    const { readme } = await action();
    const stale = await action({
      inputs: { functionName: text({ type: 'name' }), timeout: duration(), zip: optional(path()) },
      readme,
    });
    expect(await disagreements(stale)).toEqual(['The tables in README.md are stale; run `npm run docs`.']);
  });

  test('missing markers', async () => {
    expect(await disagreements(await action({ readme: '# Greet' }))).toEqual([
      'README.md has no `<!-- inputs -->` … `<!-- /inputs -->` markers.',
    ]);
  });

  test.each([
    [
      'function-name: orders',
      'function: orders',
      'An example in README.md gives `function`, which is no input of `contract-action`.',
    ],
    [
      'outputs.greeting',
      'outputs.greetings',
      'An example in README.md reads `greetings`, which is no output of `contract-action`.',
    ],
    ['- id: hello', '- id: [hello', 'An example in README.md is not valid YAML: '],
    [
      'function-name: orders',
      'function-name: orders\n    timeout: 2h',
      'An example in README.md gives `timeout` what `contract-action` refuses: must be a duration of at most 1h.',
    ],
    [
      'function-name: orders',
      'function-name: [orders]',
      'An example in README.md gives `function-name` something else than text: a list goes below `|`.',
    ],
    [
      'function-name: orders',
      'timeout: 5m',
      'An example in README.md does not give `function-name`, which `contract-action` requires.',
    ],
  ])('an example that says %s as %s', async (from, to, sentence) => {
    const { readme } = await action();
    const found = await disagreements(await action({ readme: readme.replace(from, to) }));
    expect(found).toContainEqual(expect.stringContaining(sentence));
  });
});

describe('examples', () => {
  const inYaml = (text: string) => `# Greet\n\n\`\`\`yaml\n${text}\`\`\`\n`;

  test.each([
    ['some inputs that stand alone in the README', 'timeout: 2h\n', 'gives `timeout` what'],
    ['one of them misspelt', 'timeout: 5m\nzap: dist\n', 'gives `zap`, which is no input'],
  ])('are judged where they are %s', async (_name, text, sentence) => {
    const described = await action();
    const example = { file: 'README.md', text: inYaml(text) };
    expect(await wrongExamples(example, [described], described)).toEqual([expect.stringContaining(sentence)]);
    expect(await wrongExamples(example, [described])).toEqual([]);
  });

  test('are judged in whole workflows, step by step', async () => {
    const text =
      'jobs:\n  greet:\n    steps:\n      - uses: acme/actions/contract-action@v1\n        with: { mood: good }\n';
    expect(await wrongExamples({ file: 'greet.yml', text }, [await action()])).toEqual([
      'An example in greet.yml gives `mood`, which is no input of `contract-action`.',
      'An example in greet.yml does not give `function-name`, which `contract-action` requires.',
    ]);
  });

  test('may have what only a workflow can evaluate, and other things than inputs', async () => {
    const described = await action();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub, not of JavaScript
    const text = inYaml('permissions:\n  id-token: write\n---\ntimeout: ${{ inputs.timeout }}\n');
    expect(await wrongExamples({ file: 'README.md', text }, [described], described)).toEqual([]);
  });
});

describe('the tables in a README', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'contract-'));
    cpSync(fixture, folder, { recursive: true });
    // Bare imports do not resolve from there.
    const original = pathToFileURL(join(fixture, 'src', 'inputs.ts'));
    writeFileSync(join(folder, 'src', 'inputs.ts'), `export * from '${original}';\n`);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('are written between their markers, and then agree', async () => {
    expect(await disagreementsIn(folder)).toContain('The tables in README.md are stale; run `npm run docs`.');
    expect(await writeTables(folder, { check: true })).toBe(true);
    expect(await writeTables(folder)).toBe(true);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(tables);
    expect(await writeTables(folder)).toBe(false);
    expect(await writeTables(folder, { check: true })).toBe(false);
    expect(await disagreementsIn(folder)).toEqual([]);
  });

  test('are left alone by a check', async () => {
    const before = readFileSync(join(folder, 'README.md'), 'utf8');
    await writeTables(folder, { check: true });
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(before);
  });

  test('say so when there is nothing to list', () => {
    expect(renderTables({ manifest: {}, inputs: {} })).toEqual({ inputs: 'None.\n', outputs: 'None.\n' });
  });
});

test('an action that lacks a part is named', async () => {
  await expect(describeAction(join(import.meta.dirname, 'nowhere'))).rejects.toThrow(
    /nowhere.(action\.yml|README\.md|src.main\.ts)/,
  );
});

describe('outputs that an input names', () => {
  const example = (given: string, read: string) => ({
    file: 'README.md',
    text: `\`\`\`yaml\n- id: it\n  uses: org/actions/contract-action@v1\n  with:\n    function-name: orders\n    zip: ${given}\n- run: echo \${{ steps.it.outputs.${read} }}\n\`\`\`\n`,
  });
  const naming = () => action({ outputsNamedBy: 'zip' });

  test.each([
    ["'{api: a, web: b}'", 'web', []],
    ["'{api: a, web: b}'", 'greeting', []],
    ["'{api: a, web: b}'", 'wbe', ['An example in README.md reads `wbe`, which is no output of `contract-action`.']],
    ["'[api]'", 'api', ['An example in README.md reads `api`, which is no output of `contract-action`.']],
    ['components.yml', 'anything', []],
    [`'\${{ vars.FILTERS }}'`, 'anything', []],
  ])('of %s: %s', async (given, read, wrong) => {
    const described = { ...(await naming()), inputs: { functionName: text(), zip: text(), timeout: duration() } };
    expect(await wrongExamples(example(given, read), [described])).toEqual(wrong);
  });

  test('that is none is a disagreement', async () => {
    expect(await disagreements(await action({ outputsNamedBy: 'filters' }))).toEqual([
      '`outputsNamedBy` is `filters`, which is no input of action.yml.',
    ]);
  });
});
