import { readFile } from 'node:fs/promises';
import { type Level, VERDICTS } from '@actions-aws/site';

/** The README's table of verdicts, from the one that decides. */
function tableOfVerdicts(): string {
  const rows = Object.entries(VERDICTS).map(([name, { level, subject, remedy }]) => {
    const shown: Level = typeof level === 'string' ? level : level.usual;
    return `| \`${name}\` | ${shown} | ${subject} | ${remedy || 'It names the permission, or what kept it from answering.'} |`;
  });
  return ['| verdict | level | about | what to do |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

test('the README lists every verdict, with its level and its remedy', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, found = ''] = /<!-- verdicts -->\n([\s\S]*?)\n?<!-- \/verdicts -->/.exec(readme) ?? [];
  expect(found.trim()).toBe(tableOfVerdicts());
});
