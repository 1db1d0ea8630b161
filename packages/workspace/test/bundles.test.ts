import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BUNDLER, bundleActions } from '../src/bundles.ts';
import { root } from '../src/root.ts';

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'bundles-'));
  await workspace('here');
  await workspace('elsewhere');
}, 60_000);

afterAll(() => rm(scratch, { recursive: true, force: true }));

const manifest = (name: string, more: object = {}) =>
  JSON.stringify({ name, version: '1.0.0', type: 'module', license: `MIT of ${name}`, ...more });

/** A package of each kind that bundlers treat differently, in the part that is always loaded and in the other. */
const files: Readonly<Record<string, string>> = {
  'package.json': manifest('actions'),
  'pnpm-lock.yaml': '',
  'actions/greet/package.json': manifest('greet'),
  'actions/greet/tsconfig.json': '{ "extends": "../../tsconfig.base.json", "compilerOptions": { "rootDir": "../.." } }',
  'actions/greet/action.yml': 'name: Greet',
  'actions/greet/src/main.ts':
    "import { early } from 'passing';\nconsole.log(early);\nif (process.argv[2]) await import('./wiring.ts');\n",
  'actions/greet/src/wiring.ts':
    "import { late } from 'late';\nimport old from 'old';\nimport { way } from 'both';\nconsole.log(late, old.old, way);\n",
  'node_modules/early/package.json': manifest('early'),
  'node_modules/early/index.js': "export const early = 'early';\n",
  'node_modules/early/LICENSE': 'Early may be used by anybody.\r\n',
  'node_modules/late/package.json': manifest('late'),
  'node_modules/late/index.js': "import { joined } from 'joined';\nexport const late = joined.concat('late');\n",
  'node_modules/joined/package.json': manifest('@scope/joined'),
  'node_modules/joined/esm/package.json': '{ "type": "module" }',
  'node_modules/joined/index.js': "export * from './esm/index.js';\n",
  'node_modules/joined/esm/index.js': "export const joined = 'joined';\n",
  'node_modules/old/package.json': manifest('old', { type: 'commonjs' }),
  'node_modules/old/index.js': "exports.old = require('older').older;\n",
  'node_modules/older/package.json': manifest('older', { type: 'commonjs' }),
  'node_modules/older/index.js': "exports.older = 'older';\n",
  'node_modules/both/package.json': manifest('both', { type: 'commonjs', main: 'index.js', module: 'index.mjs' }),
  'node_modules/both/index.js': "exports.way = 'as CommonJS';\n",
  'node_modules/both/index.mjs': "export const way = 'as an ES module';\n",
  'node_modules/passing/package.json': manifest('passing'),
  'node_modules/passing/index.js': "export * from 'early';\n",
};

async function workspace(name: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const [file, text] of Object.entries({ ...files, ...more })) {
    await mkdir(path.dirname(path.join(scratch, name, file)), { recursive: true });
    await writeFile(path.join(scratch, name, file), text);
  }
  for (const file of ['tsconfig.base.json', ...BUNDLER]) {
    await cp(path.join(root, file), path.join(scratch, name, file));
  }
  await bundleActions(path.join(scratch, name));
}

async function dist(name: string): Promise<Readonly<Record<string, string>>> {
  const folder = path.join(scratch, name, 'actions/greet/dist');
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((file) => readFile(path.join(folder, file), 'utf8')));
  return Object.fromEntries(names.map((file, i) => [file, texts[i] ?? '']));
}

test('licenses.txt names every package whose code is in any part of the bundle, and no other', async () => {
  const { 'licenses.txt': licences } = await dist('here');
  expect(licences).toBe(
    [
      '@scope/joined\nMIT of @scope/joined\n',
      'both\nMIT of both\n',
      'early\nMIT of early\nEarly may be used by anybody.\n',
      'greet\nMIT of greet\n',
      'late\nMIT of late\n',
      'old\nMIT of old\n',
      'older\nMIT of older\n',
    ].join('\n'),
  );
});

test('what is imported on demand is a part of its own', async () => {
  const { 'index.js': index = '', ...others } = await dist('here');
  expect(index).not.toContain("'older'");
  expect(Object.values(others).join()).toContain("'older'");
});

test('of a package that is there as ES modules too, these are taken', async () => {
  const code = Object.values(await dist('here')).join();
  expect(code).toContain("'as an ES module'");
  expect(code).not.toContain("'as CommonJS'");
});

// Both as far from ncc: webpack's numbers come from paths between modules, loaders and root, and ncc brings loaders.
test('a bundle is the same, names of its parts included, in a folder of any name', async () => {
  expect(await dist('elsewhere')).toEqual(await dist('here'));
});

// One process bundles several, one after another: nothing of one may be left for the next.
test('a bundle is the same after others, of which one could not be bundled', async () => {
  const actions = ['again', 'broken', 'more', 'once', 'yet'];
  const others = actions.flatMap((action) => [
    [`actions/${action}/package.json`, manifest(action)],
    [`actions/${action}/tsconfig.json`, files['actions/greet/tsconfig.json']!],
    [`actions/${action}/action.yml`, `name: ${action}`],
    [
      `actions/${action}/src/main.ts`,
      action === 'broken' ? "import 'not-there';\n" : `import { late } from 'late';\nconsole.log('${action}', late);\n`,
    ],
  ]);
  await expect(workspace('crowded', Object.fromEntries(others))).rejects.toThrow(
    'actions/broken could not be bundled.',
  );
  expect(await dist('crowded')).toEqual(await dist('here'));
  const folders = await Promise.all(actions.map((action) => readdir(path.join(scratch, 'crowded/actions', action))));
  expect(folders.map((names) => names.includes('dist'))).toEqual([true, false, true, true, true]);
}, 60_000);

// What a loader made of a file serves the next bundle, but not where something is wrong with it.
test('a file with a mistake that could be overlooked keeps each bundle that has it from being built', async () => {
  const actions = ['first', 'second', 'third'];
  const others = actions.flatMap((action) => [
    [`actions/${action}/package.json`, manifest(action)],
    [`actions/${action}/tsconfig.json`, files['actions/greet/tsconfig.json']!],
    [`actions/${action}/action.yml`, `name: ${action}`],
    [`actions/${action}/src/main.ts`, "import { wrong } from '../../../shared/wrong.ts';\nconsole.log(wrong);\n"],
  ]);
  const wrong = { 'shared/package.json': manifest('shared'), 'shared/wrong.ts': 'export const wrong: = 1;\n' };
  const message = await workspace('mistaken', { ...Object.fromEntries(others), ...wrong }).catch(String);
  expect(actions.filter((action) => !message?.includes(`actions/${action} could not be bundled.`))).toEqual([]);
}, 60_000);

test('the size and the packages that are told are those of all the code, and what is up to date is not built again', async () => {
  const code = Object.entries(await dist('here')).flatMap(([file, text]) => (file.endsWith('.js') ? text : []));
  const packages = ['@scope/joined', 'both', 'early', 'greet', 'late', 'old', 'older'].map((name) => ({
    name,
    version: '1.0.0',
  }));
  expect(await bundleActions(path.join(scratch, 'here'))).toEqual([
    { action: 'greet', bytes: code.join('').length, packages },
  ]);
});

test('three that build the same bundle at once all have it whole, and nothing else is left', async () => {
  const root = path.join(scratch, 'here');
  const before = await dist('here');
  for (const stale of [true, false]) {
    await rm(path.join(root, 'actions/greet/dist'), { recursive: true });
    // Files of an older bundle are in the way of a folder that is moved there.
    if (stale) {
      await mkdir(path.join(root, 'actions/greet/dist'));
      await writeFile(path.join(root, 'actions/greet/dist/old.js'), 'old();\n');
    }
    const told = await Promise.all([bundleActions(root), bundleActions(root), bundleActions(root)]);
    expect(told.map(([bundle]) => bundle?.packages.length)).toEqual([7, 7, 7]);
    expect(await dist('here')).toEqual(before);
    expect(await readdir(path.join(root, 'node_modules/.cache/bundles'))).toEqual(['greet.json']);
    expect((await bundleActions(root))[0]).not.toHaveProperty('seconds');
  }
});

test('what is imported and not installed is an error, also where the code goes on without', async () => {
  await workspace('lacking');
  const optional = "exports.older = (() => { try { return require('not-there'); } catch { return ''; } })();\n";
  await writeFile(path.join(scratch, 'lacking/node_modules/older/index.js'), optional);
  await writeFile(path.join(scratch, 'lacking/pnpm-lock.yaml'), 'changed');
  const before = await dist('lacking');
  await expect(bundleActions(path.join(scratch, 'lacking'))).rejects.toThrow('is not installed: not-there.');
  expect(await dist('lacking')).toEqual(before);
}, 60_000);
