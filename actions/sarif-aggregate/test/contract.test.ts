import { readFileSync } from 'node:fs';
import { disagreementsIn } from '@actions-aws/testing';
import { toolsTable } from './support/tools-table.ts';

test('action.yml, code and README agree', async () => {
  expect(await disagreementsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('the README names every tool that is known, its forms, and what it cannot show', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(/<!-- tools -->[\s\S]*<!-- \/tools -->/.exec(readme)?.[0]).toBe(toolsTable());
});
