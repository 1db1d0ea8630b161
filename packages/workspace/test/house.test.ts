import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brokenRules } from '../src/house/rules.ts';
import { root } from '../src/root.ts';

// That this repository keeps them is one of the checks of `npm run check` and `npm test`.
describe('an import is refused', () => {
  const cases: [name: string, file: string, text: string, sentence: string][] = [
    [
      'when it points against the arrows',
      'packages/aws/src/retries.ts',
      "import { awsAliases } from '@actions-aws/lambda';",
      'packages/aws/src/retries.ts imports @actions-aws/lambda: packages/aws may import action.',
    ],
    [
      'when what ships would need the local cloud, if only for a type',
      'packages/lambda/src/aliases.ts',
      "import type { LocalAws } from '@actions-aws/local-aws';",
      'packages/lambda/src/aliases.ts imports @actions-aws/local-aws: packages/lambda may import action, aws, promotion.',
    ],
    [
      'when it is dynamic',
      'actions/a/src/main.ts',
      "await import('@actions-aws/testing');",
      'actions/a/src/main.ts imports @actions-aws/testing: packages/testing does not ship in actions.',
    ],
    [
      'when it is a type in passing',
      'packages/action/src/run.ts',
      "export type Fake = import('@actions-aws/testing').Fake;",
      'packages/action/src/run.ts imports @actions-aws/testing: packages/action may import no other package.',
    ],
    [
      'when it re-exports another action',
      'actions/a/src/inputs.ts',
      "export { inputs } from '@actions-aws/b';",
      'actions/a/src/inputs.ts imports @actions-aws/b: nothing imports an action.',
    ],
    [
      'when a test reaches for an action by its path',
      'packages/testing/test/crash.test.ts',
      "import { plan } from '../../../actions/b/src/plan.ts';",
      'packages/testing/test/crash.test.ts imports ../../../actions/b/src/plan.ts: ' +
        'a file of another package is reached by that package’s name.',
    ],
    [
      'when it is not decided where the package stands',
      'packages/novel/src/release.ts',
      "import { UserError } from '@actions-aws/action';",
      'packages/novel/src/release.ts imports @actions-aws/action: ' +
        'packages/novel has no row in the table of arrows (packages/workspace/src/house/arrows.ts).',
    ],
    [
      'when it is not decided where the imported package stands',
      'actions/a/src/inputs.ts',
      "import { release } from '@actions-aws/novel';",
      'actions/a/src/inputs.ts imports @actions-aws/novel: ' +
        'packages/novel has no row in the table of arrows (packages/workspace/src/house/arrows.ts).',
    ],
    [
      'when a service of the local cloud knows another',
      'packages/local-aws/src/services/lambda/code.ts',
      "import { objects } from '../s3/objects.ts';",
      'packages/local-aws/src/services/lambda/code.ts imports ../s3/objects.ts: services meet only through `ports.ts`.',
    ],
    [
      'when the kernel of the local cloud knows a service',
      'packages/local-aws/src/kernel/server.ts',
      "import { s3 } from '../services/s3/s3.ts';",
      'packages/local-aws/src/kernel/server.ts imports ../services/s3/s3.ts: services meet only through `ports.ts`.',
    ],
    [
      'when a sweep knows a domain',
      'packages/testing/src/sweeps/faults.ts',
      "import { lambdaDomain } from '../lambda/domain.ts';",
      'packages/testing/src/sweeps/faults.ts imports ../lambda/domain.ts: ' +
        'the general part of testing knows no domain: a domain hands in what it is.',
    ],
    [
      'when a sweep knows a service',
      'packages/testing/src/sweeps/faults.ts',
      "import { LambdaClient } from '@aws-sdk/client-lambda';",
      'packages/testing/src/sweeps/faults.ts imports @aws-sdk/client-lambda: the general part of testing knows no service.',
    ],
    [
      'when an SDK call stands outside of an adapter',
      'actions/a/src/promote.ts',
      "import { LambdaClient } from '@aws-sdk/client-lambda';\nexport const client = new LambdaClient();",
      'actions/a/src/promote.ts imports @aws-sdk/client-lambda: ' +
        'SDK calls live in `wiring.ts` and in adapters, files that export a function of a client.',
    ],
    [
      'when main.ts knows the SDK, which every start would then wait for',
      'actions/a/src/main.ts',
      "import { S3Client } from '@aws-sdk/client-s3';",
      'actions/a/src/main.ts imports @aws-sdk/client-s3: ' +
        'SDK calls live in `wiring.ts` and in adapters, files that export a function of a client.',
    ],
    [
      'when main.ts waits for its wiring, and so for the SDK',
      'actions/a/src/main.ts',
      "import { main } from './wiring.ts';",
      'actions/a/src/main.ts imports ./wiring.ts: it is imported on demand, by `import()`: the SDK takes longest to start.',
    ],
    [
      'when a report knows the SDK, if only by its types',
      'actions/a/src/report.ts',
      "import type { Runtime } from '@aws-sdk/client-lambda';",
      'actions/a/src/report.ts imports @aws-sdk/client-lambda: what decides or describes knows no SDK.',
    ],
    [
      'when a plan would run what does I/O',
      'actions/a/src/plan.ts',
      "import { sizeOf } from './sizes.ts';",
      'actions/a/src/plan.ts imports ./sizes.ts: a plan is pure, and actions/a/src/files.ts imports node:fs.',
    ],
    [
      'when a file on the shelf of plans would run what does I/O',
      'actions/a/src/plan/owner.ts',
      "import { sizeOf } from '../sizes.ts';",
      'actions/a/src/plan/owner.ts imports ../sizes.ts: a plan is pure, and actions/a/src/files.ts imports node:fs.',
    ],
    [
      'when a file on the shelf of reports knows the SDK',
      'actions/a/src/report/summary.ts',
      "import type { Runtime } from '@aws-sdk/client-lambda';",
      'actions/a/src/report/summary.ts imports @aws-sdk/client-lambda: what decides or describes knows no SDK.',
    ],
    [
      'when a file on a shelf starts the wiring with itself',
      'actions/a/src/post/interrupted.ts',
      "import { main } from '../wiring.ts';",
      'actions/a/src/post/interrupted.ts imports ../wiring.ts: it is imported on demand, by `import()`: the SDK takes longest to start.',
    ],
  ];

  test.each(cases)('%s', (_, file, text, sentence) => {
    const neighbours: [string, string][] = [
      ['actions/b/package.json', '{}'],
      ['actions/a/src/sizes.ts', "import { readAll } from './files.ts';"],
      ['actions/a/src/files.ts', "import { readFileSync } from 'node:fs';"],
    ];
    expect(brokenRules(new Map([...neighbours, [file, text]]))).toEqual([sentence]);
  });
});

test('a dependency is refused where the import would be', () => {
  const listing = (dependencies: object) =>
    JSON.stringify({ dependencies, devDependencies: { '@actions-aws/testing': '*' } });
  expect(
    brokenRules(
      new Map([
        ['packages/aws/package.json', listing({ '@actions-aws/lambda': 'workspace:*' })],
        ['packages/lambda/package.json', listing({ '@actions-aws/aws': 'workspace:*', '@aws-sdk/client-lambda': '*' })],
      ]),
    ).filter((sentence) => sentence.includes('may import')),
  ).toEqual(['packages/aws/package.json lists @actions-aws/lambda in dependencies: packages/aws may import action.']);
});

test('a dependency that nothing imports is refused', () => {
  const listing = {
    dependencies: { fflate: '*', yaml: '*' },
    devDependencies: { zod: '*', '@smithy/core': '*', '@types/fflate': '*', '@types/zod': '*' },
  };
  const tree: [string, string][] = [
    ['packages/aws/package.json', JSON.stringify(listing)],
    ['packages/aws/src/archive.ts', "import { unzipSync } from 'fflate';"],
    ['packages/aws/test/retry.test.ts', "import { retry } from '@smithy/core/retry';"],
    ['packages/lambda/src/checks.ts', "import * as z from 'zod';"],
  ];
  expect(brokenRules(new Map(tree))).toEqual([
    'packages/aws/package.json lists yaml, which nothing there imports.',
    'packages/aws/package.json lists zod, which nothing there imports.',
    'packages/aws/package.json lists @types/zod, which nothing there imports.',
  ]);
});

test('a changeset is refused where a release would stop at it', () => {
  const tree: [string, string][] = [
    ['actions/a/package.json', '{"name":"@actions-aws/a"}'],
    ['.changeset/right.md', "---\n'@actions-aws/a': minor\n---\n\nIt is faster.\n"],
    ['.changeset/short.md', '---\n"a": patch\n---\n\nIt is faster.\n'],
    ['.changeset/bump.md', "---\n'@actions-aws/a': feature\n---\n\nIt is faster.\n"],
    ['.changeset/bare.md', 'It is faster.\n'],
  ];
  expect(brokenRules(new Map(tree))).toEqual([
    '.changeset/short.md names a, which is no package of this repository.',
    '.changeset/bump.md gives @actions-aws/a the bump feature, not patch, minor, major.',
    '.changeset/bare.md names no package that it changes.',
  ]);
});

test('names that say nothing are refused, for files and for folders', () => {
  const tree = ['packages/aws/src/utils.ts', 'packages/aws/src/data/error-helpers.ts', 'actions/a/src/info.ts'];
  expect(brokenRules(new Map(tree.map((file) => [file, ''])))).toEqual([
    'packages/aws/src/utils.ts is called "utils", which says nothing: name it for what it knows.',
    'packages/aws/src/data is called "data", which says nothing: name it for what it knows.',
    'packages/aws/src/data/error-helpers.ts is called "helpers", which says nothing: name it for what it knows.',
    'actions/a/src/info.ts is called "info", which says nothing: name it for what it knows.',
  ]);
});

test.each(['main.ts', 'wiring.ts'])('%s is wiring, and holds 40 lines at most', (name) => {
  const lines = (count: number) => `${'run();\n'.repeat(count)}`;
  expect(brokenRules(new Map([[`actions/a/src/${name}`, lines(40)]]))).toEqual([]);
  expect(brokenRules(new Map([[`actions/a/src/${name}`, lines(41)]]))).toEqual([
    `actions/a/src/${name} has 41 lines: it is wiring, in 40 at most.`,
  ]);
});

test('a hook is refused where only the first file of tests that imports it would have it', () => {
  const hook = "import { rmSync } from 'node:fs';\nafterEach(() => rmSync('a'));\n";
  const tree = new Map([
    ['actions/a/test/support/world.ts', hook],
    ['actions/a/test/world.test.ts', hook],
    ['actions/a/test/support/called.ts', 'export function tidied() {\n  afterEach(() => {});\n}\n'],
  ]);
  expect(brokenRules(tree)).toEqual([
    'actions/a/test/support/world.ts calls afterEach as it is loaded: only the first file of tests that imports it gets the hook.',
  ]);
});

test.each([
  [
    'packages/site/src/survey/aws.ts',
    "import '@aws-sdk/signature-v4a';",
    [
      'packages/site/src/survey/aws.ts imports @aws-sdk/signature-v4a: packages/site/src/pointer/key-value-store/client.ts alone does.',
    ],
  ],
  [
    'actions/a/src/wiring.ts',
    "await import('@aws-sdk/signature-v4a');",
    [
      'actions/a/src/wiring.ts imports @aws-sdk/signature-v4a: packages/site/src/pointer/key-value-store/client.ts alone does.',
    ],
  ],
  ['packages/site/src/pointer/key-value-store/client.ts', "import '@aws-sdk/signature-v4a';", []],
  ['packages/testing/test/stores.test.ts', "import '@aws-sdk/signature-v4a';", []],
  [
    'packages/testing/test/stores.test.ts',
    "import '@aws-sdk/signature-v4-crt';",
    [
      'packages/testing/test/stores.test.ts imports @aws-sdk/signature-v4-crt: it is native; @aws-sdk/signature-v4a signs as well.',
    ],
  ],
  [
    'packages/site/src/pointer/key-value-store/client.ts',
    "import 'aws-crt';",
    [
      'packages/site/src/pointer/key-value-store/client.ts imports aws-crt: it is native; @aws-sdk/signature-v4a signs as well.',
    ],
  ],
])('what signs by SigV4a is imported by its adapter alone, and never the native one: %s', (file, text, sentences) => {
  expect(brokenRules(new Map([[file, text]])).filter((sentence) => /alone does|native/.test(sentence))).toEqual(
    sentences,
  );
});

test('nor does a package list the native one', () => {
  const listing = '{"devDependencies":{"@aws-sdk/signature-v4-crt":"1.0.0"}}';
  expect(brokenRules(new Map([['packages/site/package.json', listing]]))).toContain(
    'packages/site/package.json lists @aws-sdk/signature-v4-crt: it is native; @aws-sdk/signature-v4a signs as well.',
  );
});

test('what the house allows passes', () => {
  expect(
    brokenRules(
      new Map([
        ['actions/a/package.json', '{"dependencies":{"@actions-aws/lambda":"workspace:*"}}'],
        ['actions/a/src/main.ts', "import { inputs } from './inputs.ts';\nawait import('./wiring.ts');"],
        ['actions/a/src/wiring.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
        [
          'actions/a/src/objects.ts',
          "import { S3Client } from '@aws-sdk/client-s3';\nexport function awsObjects(client: S3Client) {}",
        ],
        ['actions/a/src/plan.ts', "import type { Objects } from './objects.ts';\nimport { kept } from './kept.ts';"],
        ['actions/a/src/kept.ts', "import { difference } from '@actions-aws/lambda';"],
        ['actions/a/test/bundle.test.ts', "import { startLocalAws } from '@actions-aws/local-aws';"],
        ['packages/action/test/inputs.test.ts', "import { runBundle } from '@actions-aws/testing';"],
        ['packages/local-aws/src/services/lambda/code.ts', "import type { Objects } from '../s3/ports.ts';"],
        ['packages/local-aws/src/local-aws.ts', "import { s3 } from './services/s3/s3.ts';"],
        ['examples/search/src/handler.mjs', ''],
      ]),
    ),
  ).toEqual([]);
});

describe('biome refuses', () => {
  const cases: [name: string, file: string, text: string, rule: string][] = [
    [
      '@actions/core outside of packages/action',
      'packages/aws/src/core.ts',
      "export * from '@actions/core';",
      'noRestrictedImports',
    ],
    ['I/O in a plan', 'actions/a/src/plan.ts', "export * from 'node:fs';", 'noRestrictedImports'],
    ['I/O on the shelf of plans', 'actions/e/src/plan/state.ts', "export * from 'node:fs';", 'noRestrictedImports'],
    [
      'a clock on the shelf of plans',
      'actions/e/src/plan/owner.ts',
      'export const now = () => Date.now();',
      'noRestrictedGlobals',
    ],
    [
      'a circle of imports, even of types only',
      'packages/aws/src/circle.ts',
      "import type { Two } from './two.ts';\nexport type One = Two | 1;\n",
      'noImportCycles',
    ],
    [
      'the other half of a circle',
      'packages/aws/src/two.ts',
      "import type { One } from './circle.ts';\nexport type Two = One[];",
      'noImportCycles',
    ],
    [
      'a clock handed to a plan',
      'actions/b/src/plan.ts',
      "import { systemClock } from '@actions-aws/action';\nexport const now = systemClock;",
      'noRestrictedImports',
    ],
    [
      'a plan that reads the clock',
      'actions/c/src/plan.ts',
      'export const now = () => Date.now();',
      'noRestrictedGlobals',
    ],
    [
      'a plan that reads the environment',
      'actions/d/src/plan.ts',
      'export const { env } = process;',
      'noRestrictedGlobals',
    ],
    ['console in what ships', 'packages/aws/src/speak.ts', "console.log('hello');", 'noConsole'],
    ['process.exit in what ships', 'packages/aws/src/leave.ts', 'process.exit(1);', 'noProcessExit'],
    ['a default export', 'packages/aws/src/default.ts', 'export default 1;', 'noDefaultExport'],
    [
      'an import without its extension',
      'packages/aws/src/import.ts',
      "export * from './leave';",
      'useImportExtensions',
    ],
    [
      'a promise that is not awaited',
      'packages/aws/src/float.ts',
      'async function go() {}\ngo();',
      'noFloatingPromises',
    ],
    ['a test that is left out', 'packages/aws/test/skip.test.ts', "test.skip('a', () => {});", 'noSkippedTests'],
  ];

  let scratch: string;
  let refusals: string[];

  beforeAll(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'biome-'));
    await copyFile(path.join(root, 'biome.json'), path.join(scratch, 'biome.json'));
    for (const [, file, text] of cases) {
      await mkdir(path.dirname(path.join(scratch, file)), { recursive: true });
      await writeFile(path.join(scratch, file), `${text}\n`);
    }
    const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
    const args = [biome, 'lint', '--vcs-enabled=false', '--diagnostic-level=error', '--reporter=github'];
    refusals = spawnSync(process.execPath, args, { cwd: scratch, encoding: 'utf8' }).stdout.split('\n');
  });

  afterAll(() => rm(scratch, { recursive: true, force: true }));

  test.each(cases)('%s', (_, file, __, rule) => {
    expect(refusals.find((line) => line.includes(file) && line.includes(`/${rule}`))).toBeDefined();
  });
});
