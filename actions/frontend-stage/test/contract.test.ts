import { readFile } from 'node:fs/promises';
import { disagreementsIn } from '@actions-aws/testing';
import { BUILDERS, NEVER } from '../src/assets/builders.ts';

test('action.yml, code and README agree', async () => {
  expect(await disagreementsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('the README lists what `auto` takes for hashed', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, table] = /<!-- builders -->\n\n([\s\S]*?)\n\n<!-- \/builders -->/.exec(readme) ?? [];
  const code = (texts: readonly string[]) => texts.map((text) => `\`${text}\``).join(', ');
  const rows = BUILDERS.map(({ name, assets }) => `| ${name} | ${code(assets)} |`);
  const expected = ['| Builder | Files |', '| --- | --- |', ...rows, `| never | ${code(NEVER)} |`].join('\n');
  expect(table).toBe(expected);
});
