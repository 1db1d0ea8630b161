import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import {
  choice,
  document,
  duration,
  flag,
  type Input,
  InputError,
  inputName,
  integer,
  list,
  optional,
  parseDuration,
  path,
  readInputs,
  secret,
  secretsIn,
  showDuration,
  text,
  unknownInputs,
} from '../src/index.ts';

type Env = Record<string, string>;

async function read<T>(type: Input<T>, given: string, env: Env = {}): Promise<T> {
  const { value } = await readInputs({ value: type }, { ...env, INPUT_VALUE: given });
  return value as T;
}

async function complaint(type: Input<unknown>, given: string, env: Env = {}): Promise<string> {
  const error = await read(type, given, env).then(
    (value) => new Error(`accepted as ${JSON.stringify(value)}`),
    (thrown: Error) => thrown,
  );
  if (!(error instanceof InputError)) throw error;
  return error.message;
}

describe('a name', () => {
  test.each([
    ['functionName', 'function-name'],
    ['s3Uri', 's3-uri'],
    ['dryRun', 'dry-run'],
    ['zip', 'zip'],
  ])('%s is %s in action.yml', (key, name) => expect(inputName(key)).toBe(name));
});

describe('what is understood', () => {
  const cases: readonly (readonly [string, Input<unknown>, string, unknown])[] = [
    ['text, trimmed', text(), '  orders\n', 'orders'],
    ['text of a pattern', text({ pattern: /[\w-]+|\d+/ }), 'my-fn', 'my-fn'],
    ['a flag', flag(), 'True', true],
    ['a flag that is off', flag(), 'false', false],
    ['a whole number', integer(), '-12', -12],
    ['a bound itself', integer({ min: 128, max: 10240 }), '10240', 10240],
    ['a choice', choice('latest', 'version'), 'version', 'version'],
    ['a list on one line', list(), 'a, b,c', ['a', 'b', 'c']],
    ['a list whose lines end in commas', list(), 'a, \n b,\r\nc', ['a', 'b', 'c']],
    ['a list on lines', list(), '\na\r\n b \n\n', ['a', 'b']],
    ['seconds', duration(), '90s', 90_000],
    ['minutes', duration(), '5m', 300_000],
    ['hours and minutes', duration(), '1h30m', 5_400_000],
    ['milliseconds', duration(), '500ms', 500],
    ['all units', duration(), '1h 2m 3s 4ms', 3_723_004],
    ['a fraction', duration(), '1.5m', 90_000],
    ['a bound of a duration', duration({ min: '10s', max: '6h' }), '6h', 21_600_000],
    ['YAML', document(z.unknown()), '- a: 1\n- b', [{ a: 1 }, 'b']],
    ['JSON', document(z.unknown()), '{"a": [1, null]}', { a: [1, null] }],
    ['a bare word as YAML', document(z.unknown()), 'GET /api/v1/health', 'GET /api/v1/health'],
    ['what a schema makes of a document', document(z.array(z.string()).transform((all) => all.length)), '[a, b]', 2],
    ['a secret', secret(), 'hunter2', 'hunter2'],
    ['an optional input that was given', optional(integer()), '3', 3],
    ['an optional input that was not', optional(integer()), '', undefined],
    ['an optional input of white space', optional(integer()), ' \n', undefined],
  ];
  test.each(cases)('%s', async (_name, type, given, expected) => {
    expect(await read(type, given)).toEqual(expected);
  });
});

describe('what is refused, and how', () => {
  const cases: readonly (readonly [Input<unknown>, string, string])[] = [
    [text({ pattern: /\d+/ }), '12a', 'is "12a", but must match `\\d+`.'],
    [text({ pattern: /a|b/, hint: 'must be a or b' }), 'ab', 'is "ab", but must be a or b.'],
    [flag(), 'yes', 'is "yes", but must be `true` or `false`.'],
    [flag(), 'tRUE', 'is "tRUE", but must be `true` or `false`.'],
    [integer(), '12abc', 'is "12abc", but must be a whole number.'],
    [integer(), '1e3', 'is "1e3", but must be a whole number.'],
    [integer(), '1.0', 'is "1.0", but must be a whole number.'],
    [integer(), '0x10', 'is "0x10", but must be a whole number.'],
    [integer(), '9007199254740993', 'is "9007199254740993", but must be a whole number.'],
    [integer({ min: 128, max: 10240 }), '12', 'is "12", but must be a whole number from 128 to 10240.'],
    [integer({ min: 1 }), '0', 'is "0", but must be a whole number of at least 1.'],
    [integer({ max: 9 }), '10', 'is "10", but must be a whole number of at most 9.'],
    [choice('latest', 'version'), 'Latest', 'is "Latest", but must be `latest` or `version`.'],
    [choice('a', 'b', 'c'), 'd', 'is "d", but must be `a`, `b` or `c`.'],
    [list(), ', ,', 'is ", ,", but must name at least one entry.'],
    [
      list({ pattern: /\d+/, hint: 'each entry must be a version number' }),
      '1,x',
      'is "x", but each entry must be a version number.',
    ],
    [duration(), '90', 'is "90", but must be a duration. Write it with units: `90s`, `5m`, `1h30m` or `500ms`.'],
    [duration(), '5m1h', 'is "5m1h", but must be a duration. Write it with units: `90s`, `5m`, `1h30m` or `500ms`.'],
    [
      duration({ min: '10s', max: '6h' }),
      '7h',
      'is "7h", but must be a duration from 10s to 6h. Write it with units: `90s`, `5m`, `1h30m` or `500ms`.',
    ],
  ];
  test.each(cases)('%#: %j %j', async (type, given, expected) => {
    expect(await complaint(type, given)).toBe(`Input \`value\` ${expected}`);
  });

  test.each(['a, , b', 'a,', ', a', 'a\n\nb', 'a,,b'])('a list with an empty place: %j', async (given) => {
    expect(await complaint(list(), given)).toMatch(
      /has an empty entry: an expression that yields nothing leaves one\. Take the empty place out, or give it a value\.$/,
    );
  });

  test('a required input that is empty', async () => {
    expect(await complaint(text(), ' ')).toBe(
      'Input `value` is required, but was not given. Set `value` under `with:`, or take the line out if the input has a default; an expression that yields nothing counts as not given.',
    );
  });

  test('a required input that is empty, and has a word for none', async () => {
    expect(await complaint({ ...text(), none: 'never' }, '')).toMatch(
      /counts as not given\. Where there is none, write `never`\.$/,
    );
  });

  test('a long value is shown in part, on one line', async () => {
    const message = await complaint(flag(), `a\n::error::${'x'.repeat(500)}`);
    expect(message).toMatch(/^Input `value` is "a ::error::x{60,70}…", but must be/);
  });

  test.each([
    ['Array', 'a list'],
    ['Object', 'a mapping'],
  ])('%s, which an expression leaves of %s', async (word, what) => {
    const remedy = `That is what GitHub makes of an expression that yields ${what}: write \`value: \${{ toJSON(…) }}\`.`;
    expect(await complaint(flag(), word)).toBe(
      `Input \`value\` is "${word}", but must be \`true\` or \`false\`. ${remedy}`,
    );
    expect(await complaint(document(z.array(z.string())), word)).toContain(remedy);
    expect(await read(text(), word)).toBe(word);
  });

  test('every problem at once, in the order of the inputs', async () => {
    const error = await readInputs(
      { memorySize: integer({ min: 128 }), dryRun: flag(), zip: optional(text()), alias: text() },
      { 'INPUT_MEMORY-SIZE': '12', 'INPUT_DRY-RUN': 'no', INPUT_ALIAS: 'live' },
    ).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(error.problems.map(({ input }: { input: string }) => input)).toEqual(['memory-size', 'dry-run']);
    expect(error.message.split('\n')).toHaveLength(3);
  });
});

describe('an input that the action does not have', () => {
  const spec = {
    dryRun: flag(),
    onlyIf: optional(text()),
    zip: optional(text()),
    version: optional(text()),
    artifactBucket: optional(text()),
    artifactBucketOwner: optional(text()),
    apiToken: optional(secret()),
  };
  const problemsWith = async (env: Env, options = {}) => {
    const error = await readInputs(spec, { 'INPUT_DRY-RUN': 'false', ...env }, options).catch((thrown) => thrown);
    return error instanceof InputError ? error.problems : [];
  };

  test.each([
    ['INPUT_DRY_RUN', 'dry_run', 'dry-run'],
    ['INPUT_DRYRUN', 'dryrun', 'dry-run'],
    ['INPUT_DRY_RUNS', 'dry_runs', 'dry-run'],
    ['INPUT_ONLY_IF', 'only_if', 'only-if'],
    ['INPUT_ONLY-IF-LIVE', 'only-if-live', 'only-if'],
    ['INPUT_ZIP-FILE', 'zip-file', 'zip'],
    ['INPUT_ZIP_FILE', 'zip_file', 'zip'],
    ['INPUT_VERSIONS', 'versions', 'version'],
    ['INPUT_VRESION', 'vresion', 'version'],
    ['INPUT_ARTIFACT-BUCKET-OWNERS', 'artifact-bucket-owners', 'artifact-bucket-owner'],
    ['INPUT_ARTIFACT-BUCKET-REGION', 'artifact-bucket-region', 'artifact-bucket'],
  ])('but that resembles one is refused: %s', async (variable, input, meant) => {
    const [problem, ...others] = await problemsWith({ [variable]: 'x' });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ input, value: 'x', remedy: expect.stringContaining(`\`${meant}\``) });
    expect(problem?.remedy).toContain(variable);
  });

  test.each([
    ['of another kind', 'INPUT_STAGE'],
    ['that begins alike', 'INPUT_ZIPPED'],
    ['two letters from a short name', 'INPUT_GZIP'],
    ['three letters from a long one', 'INPUT_DRIVER'],
    ['that is no input', 'OUTPUT_DRY_RUN'],
    ['that a script has', 'input_dry_run'],
  ])('and that resembles none is not: one %s', async (_name, variable) => {
    expect(await problemsWith({ [variable]: 'x' })).toEqual([]);
  });

  test('says so in one sentence with the name, the value and what was meant', async () => {
    const error = await readInputs(spec, { 'INPUT_DRY-RUN': 'false', INPUT_DRY_RUN: 'true' }).catch((thrown) => thrown);
    expect(error.message).toBe(
      'Input `dry_run` is "true", but is no input of this action. Write `dry-run` under `with:`; where `env:` sets INPUT_DRY_RUN for something else, call it otherwise there.',
    );
  });

  test('is told together with what is wrong with the others', async () => {
    const problems = await problemsWith({ INPUT_ONLY_IF: '1', 'INPUT_DRY-RUN': 'maybe' });
    expect(problems.map(({ input }) => input)).toEqual(['dry-run', 'only_if']);
  });

  test('is refused when it is empty: a condition that yields nothing is none', async () => {
    const [problem] = await problemsWith({ INPUT_ONLY_IF: '' });
    expect(problem).toMatchObject({ input: 'only_if', value: undefined });
  });

  test('loses nothing where the input that was meant says the same', async () => {
    const env = { INPUT_VERSION: '7', INPUT_VERSIONS: ' 7' };
    expect(await problemsWith(env)).toEqual([]);
    expect(unknownInputs(spec, env)).toEqual({ problems: [], others: ['versions'] });
    expect(await problemsWith({ INPUT_VERSION: '', INPUT_VERSIONS: '' })).toHaveLength(1);
  });

  test('is no reason to fail a second time, in the post step', async () => {
    expect(await problemsWith({ INPUT_ONLY_IF: '1' }, { filesMustExist: false })).toEqual([]);
  });

  test('that resembles a secret is masked, and its value is not shown', async () => {
    const env = { INPUT_API_TOKEN: ' hunter2' };
    expect(secretsIn(spec, env)).toEqual(['hunter2']);
    expect(await problemsWith(env)).toMatchObject([{ input: 'api_token', value: undefined }]);
  });

  test('and resembles none is listed for a warning', () => {
    const env = { INPUT_STAGE: 'x', INPUT_DRY_RUN: 'true', 'INPUT_DRY-RUN': 'true ', INPUT_TIER: '' };
    expect(unknownInputs(spec, env).others).toEqual(['dry_run', 'stage', 'tier']);
  });
});

describe('a problem between inputs', () => {
  test('is reported in the same words', () => {
    const error = new InputError([
      { input: 'version', value: '7', message: 'cannot be given together with `zip`', remedy: 'Give one of them.' },
    ]);
    expect(error.message).toBe('Input `version` is "7", but cannot be given together with `zip`. Give one of them.');
  });
});

describe('a secret', () => {
  const spec = { apiToken: secret(), other: optional(secret()), name: text() };

  test('is found for masking before anything is parsed', () => {
    expect(secretsIn(spec, { 'INPUT_API-TOKEN': ' s3cr3t\n', INPUT_OTHER: '', INPUT_NAME: 'x' })).toEqual(['s3cr3t']);
  });

  test('is never shown, not even when a parser refuses it', async () => {
    const strict: Input<string> = { ...text({ pattern: /\d+/ }), secret: true };
    expect(await complaint(strict, 'hunter2')).toBe('Input `value` must match `\\d+`.');
  });
});

describe('a document', () => {
  const check = z.strictObject({
    request: z.string().optional(),
    expect: z.strictObject({ status: z.int().optional() }).optional(),
  });
  const shortForm = z.string().regex(/^GET \//, 'must be a method and a path');
  const checks = document(z.array(z.union([shortForm, check])));

  test.each([
    ['- expect: { status: abc }', 'has "abc" at `value[0].expect.status`: expected number, received string.'],
    [
      '- GET /\n- expect: { status: true }',
      'has "true" at `value[1].expect.status`: expected number, received boolean.',
    ],
    ['- expct: {}', 'at `value[0]`: unrecognized key: "expct".'],
    ['- PUT /', 'has "PUT /" at `value[0]`: must be a method and a path.'],
    ['- 7', 'has "7" at `value[0]`: expected string, received number, or expected object, received number.'],
    ['GET /', 'is "GET /", but expected array, received string.'],
  ])('that does not fit names the place: %s', async (given, expected) => {
    expect(await complaint(checks, given)).toBe(`Input \`value\` ${expected}`);
  });

  test('with several misfits names all of them', async () => {
    const message = await complaint(document(z.object({ a: z.string(), b: z.int() })), 'a: 1\nb: x');
    expect(message.split('\n').slice(1)).toEqual([
      '- Input `value` has "1" at `value.a`: expected string, received number.',
      '- Input `value` has "x" at `value.b`: expected number, received string.',
    ]);
  });

  test.each([
    ['a: [1', /^Input `value` is not valid YAML or JSON: .*line 1/],
    ['{ $.a[0]: 1 }', /^Input `value` is not valid YAML or JSON: .*column 6\. Inside `\{ \}`, quote what has brackets/],
    ['a: 1\na: 2', /^Input `value` is not valid YAML or JSON: Map keys must be unique at line 2, column 1\.$/],
    ['{"a": 1, "a": 2}', /Map keys must be unique/],
    ['--- a\n--- b', /multiple documents/],
  ])('that cannot be read says where: %j', async (given, expected) => {
    expect(await complaint(document(z.unknown()), given)).toMatch(expected);
  });

  test('that unfolds without end is refused', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf']) {
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${of}`).join(',')}]`);
    }
    expect(await complaint(document(z.unknown()), bomb.join('\n'))).toMatch(/^Input `value` cannot be read: .*alias/i);
  });

  test('cannot smuggle in a prototype', async () => {
    const value = await read(document(z.unknown()), '{"__proto__": {"admin": true}}');
    expect((value as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('a path', () => {
  let workspace: string;
  let outside: string;
  let env: Env;
  beforeEach(() => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'paths-')));
    workspace = join(root, 'workspace');
    outside = join(root, 'outside');
    for (const folder of [workspace, outside, join(workspace, 'dist')]) mkdirSync(folder);
    writeFileSync(join(workspace, 'dist', 'app.zip'), 'zip');
    writeFileSync(join(outside, 'secret'), 'secret');
    env = { GITHUB_WORKSPACE: workspace };
  });
  afterEach(() => rmSync(join(workspace, '..'), { recursive: true }));

  test('is resolved inside the workspace', async () => {
    const file = join(workspace, 'dist', 'app.zip');
    expect(await read(path({ kind: 'file' }), 'dist/app.zip', env)).toBe(file);
    expect(await read(path({ kind: 'file' }), 'dist/../dist/app.zip', env)).toBe(file);
    expect(await read(path(), file, env)).toBe(file);
    expect(await read(path({ kind: 'directory' }), '.', env)).toBe(workspace);
  });

  test('may be absolute in a workspace that is itself behind a link', async () => {
    const link = join(workspace, '..', 'link');
    symlinkSync(workspace, link, 'junction');
    const found = await read(path(), join(link, 'dist', 'app.zip'), { GITHUB_WORKSPACE: link });
    expect(found).toBe(join(workspace, 'dist', 'app.zip'));
  });

  test('may go through a link that stays inside', async () => {
    symlinkSync(join(workspace, 'dist'), join(workspace, 'latest'), 'junction');
    expect(await read(path(), 'latest/app.zip', env)).toBe(join(workspace, 'dist', 'app.zip'));
  });

  test.each(['../outside/secret', '..', '/etc/passwd', 'dist/../../outside', '../workspace-2/x'])(
    'that leaves it is refused: %s',
    async (given) => {
      expect(await complaint(path(), given, env)).toContain(
        `is "${given}", but must stay inside the workspace. Put the`,
      );
    },
  );

  test('that leaves it through a link is refused, whether or not something is there', async () => {
    symlinkSync(outside, join(workspace, 'link'), 'junction');
    for (const given of ['link', 'link/secret', 'link/nothing']) {
      expect(await complaint(path(), given, env)).toContain('must stay inside the workspace');
    }
  });

  test('may begin with two dots as long as it is a name', async () => {
    writeFileSync(join(workspace, '..app'), '');
    expect(await read(path(), '..app', env)).toBe(join(workspace, '..app'));
  });

  test('must exist and be of its kind', async () => {
    expect(await complaint(path(), 'nope.zip', env)).toBe(
      `Input \`value\` is "nope.zip", but must be a file or directory that exists. Nothing is at \`${join(workspace, 'nope.zip')}\`; an earlier step must create it.`,
    );
    expect(await complaint(path({ kind: 'file' }), 'dist', env)).toBe('Input `value` is "dist", but must be a file.');
    expect(await complaint(path({ kind: 'directory' }), 'dist/app.zip', env)).toContain('must be a directory.');
  });
});

describe('a duration', () => {
  test.each([0, 1, 999, 1000, 61_001, 5_400_000, 86_400_000])('of %d ms reads back from what is shown', (ms) => {
    expect(parseDuration(showDuration(ms))).toBe(ms);
  });
});
