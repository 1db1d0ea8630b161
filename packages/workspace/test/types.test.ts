import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../src/root.ts';
import { typeErrors } from '../src/types.ts';

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'types-'));
  await mkdir(path.join(scratch, 'node_modules'));
  // On Windows, a link that needs no privilege.
  await symlink(path.join(root, 'node_modules/@types'), path.join(scratch, 'node_modules/@types'), 'junction');
  await cp(path.join(root, 'tsconfig.base.json'), path.join(scratch, 'tsconfig.base.json'));
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

const own = (options: object = {}) =>
  JSON.stringify({
    extends: '../../tsconfig.base.json',
    compilerOptions: { rootDir: '../..', ...options },
    include: ['src'],
  });

async function tree(files: Readonly<Record<string, string>>): Promise<void> {
  for (const home of ['actions', 'packages']) {
    await rm(path.join(scratch, home), { recursive: true, force: true });
    await mkdir(path.join(scratch, home));
  }
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(scratch, file)), { recursive: true });
    await writeFile(path.join(scratch, file), text);
  }
}

test('each package is checked by its own options', async () => {
  await tree({
    'actions/greet/tsconfig.json': own({ noEmit: true }),
    'actions/greet/src/main.ts': "export const greeting: string = 'hello';\n",
    'actions/greet/src/loose.mjs': 'export const loose = (/** @type {string} */ given) => given.nothing();\n',
    'packages/strict/tsconfig.json': own({ noEmit: true, allowJs: true, checkJs: true }),
    'packages/strict/src/index.mjs': 'export const strict = (/** @type {string} */ given) => given.length;\n',
  });
  expect(await typeErrors(scratch)).toBe('');
});

test('errors of all packages are told, by file and place', async () => {
  await tree({
    'actions/greet/tsconfig.json': own({ noEmit: true }),
    'actions/greet/src/main.ts': 'export const greeting: string = 1;\n',
    'packages/strict/tsconfig.json': own({ noEmit: true, allowJs: true, checkJs: true }),
    'packages/strict/src/index.mjs': 'export const strict = (/** @type {string} */ given) => given.nothing();\n',
  });
  const told = await typeErrors(scratch);
  expect(told).toContain(
    "actions/greet/src/main.ts(1,14): error TS2322: Type 'number' is not assignable to type 'string'.",
  );
  expect(told).toContain('packages/strict/src/index.mjs(1,62): error TS2339');
});

test('a configuration that the compiler does not know is an error', async () => {
  await tree({
    'packages/strange/tsconfig.json': own({ noEmit: true, stricter: true }),
    'packages/strange/src/index.ts': 'export const strange = 1;\n',
  });
  expect(await typeErrors(scratch)).toContain("Unknown compiler option 'stricter'");
});
