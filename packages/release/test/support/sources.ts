import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Sources of a small suite whose bundles are there already. */
export const SOURCES: Readonly<Record<string, string>> = {
  'package.json': '{ "repository": "github:org/actions" }',
  LICENSE: 'MIT\n',
  '.gitattributes': '* text=auto eol=lf\n',
  'CONTRIBUTING.md': 'How.\n',
  'examples/shop/README.md': 'A shop.\n',
  'actions/greet/action.yml':
    'name: Greet\ndescription: Says hello | to users\nruns: { using: node24, main: dist/index.js }\n',
  'actions/greet/README.md':
    '# greet\n\n`uses: org/actions/greet@v1`, then [part](../part/README.md#how), as in [a shop](../../examples/shop).\n',
  'actions/greet/src/main.ts': '',
  'actions/greet/dist/index.js': 'console.log("hello");\n',
  'actions/greet/dist/licenses.txt': 'MIT of greet\n',
  'actions/part/action.yml': 'name: Part\ndescription: Says goodbye\nruns: { using: node24, main: dist/index.js }\n',
  'actions/part/README.md': '# part\n\nSee [the licence](../../LICENSE).\n',
  'actions/part/src/main.ts': '',
  'actions/part/dist/index.js': 'console.log("goodbye");\n',
  '.github/workflows/ci.yml': 'on: [push]\njobs: {}\n',
  '.github/workflows/pipe.yml': 'on:\n  workflow_call:\njobs:\n  a: { steps: [{ uses: org/actions/greet@v1 }] }\n',
};

/** Writes files into a folder of their own, and hands it to `work`. */
export async function withFiles<T>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sources-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
