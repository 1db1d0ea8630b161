import { bold, code, createSummary, prose, summaryLimit, type Text } from '../src/index.ts';

const paragraph = (text: Text) => createSummary().paragraph(text).toString().trimEnd();
const cell = (text: Text) =>
  /^\| (.*) \|$/.exec(
    createSummary()
      .table(['h'], [[text]])
      .toString()
      .split('\n')[2] ?? '',
  )?.[1];

test('a summary reads as Markdown, block by block', () => {
  const summary = createSummary()
    .heading('Promoted')
    .paragraph(['Alias ', code('live'), ' moved ', bold('7 → 8')])
    .table(
      ['Resource', 'Change', 'Result'],
      [
        [code('orders:live'), 'moved', true],
        ['short row', 8],
      ],
    )
    .codeBlock('{ "a": 1 }\n', 'json')
    .details('Log', (inner) => inner.paragraph('START').codeBlock('END'));
  expect(summary.toString()).toBe(`## Promoted

Alias \`live\` moved **7 → 8**

| Resource | Change | Result |
| --- | --- | --- |
| \`orders:live\` | moved | true |
| short row | 8 |  |

\`\`\`json
{ "a": 1 }
\`\`\`

<details><summary>Log</summary>

START

\`\`\`
END
\`\`\`

</details>

`);
});

test('a summary is empty until something is added', () => {
  const summary = createSummary();
  expect([summary.empty, summary.toString()]).toEqual([true, '']);
  expect(summary.paragraph('x').empty).toBe(false);
});

describe('text from outside shows as it is', () => {
  test.each([
    ['<img src=x onerror=y>', '&lt;img src=x onerror=y&gt;'],
    ['&lt;', '&amp;lt;'],
    ['# not a heading', '\\# not a heading'],
    ['- not a list', '\\- not a list'],
    ['+ not a list', '\\+ not a list'],
    ['1. not a list', '1\\. not a list'],
    ['2) not a list', '2\\) not a list'],
    ['---', '\\---'],
    ['> not a quote', '&gt; not a quote'],
    ['*a* _b_ `c` ~~d~~', '\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~'],
    ['[a](javascript:x) ![b](c)', '\\[a\\](javascript:x) !\\[b\\](c)'],
    ['\\*', '\\\\\\*'],
    ['a\n# b\r\nc', 'a<br>\\# b<br>c'],
    ['    not code', 'not code'],
    ['$LATEST to $LATEST', '<span>$</span>LATEST to <span>$</span>LATEST'],
    ['a | b', 'a | b'],
    ['my-function', 'my-function'],
  ])('in a paragraph: %j', (text, expected) => expect(paragraph(text)).toBe(expected));

  test.each([
    ['a | b', 'a \\| b'],
    ['a\nb', 'a<br>b'],
    ['a \\| b', 'a \\\\\\| b'],
    [code('a|b'), '`a\\|b`'],
    [undefined, ''],
    [0, '0'],
    [false, 'false'],
  ] as [Text, string][])('in a cell: %j', (text, expected) => expect(cell(text)).toBe(expected));

  test.each([
    ['$LATEST', '`$LATEST`'],
    ['a`b', '``a`b``'],
    ['`a``', '``` `a`` ```'],
    [' a ', '`  a  `'],
    ['<b>&', '`<b>&`'],
    ['a\n\nb', '`a b`'],
    ['', ''],
  ])('in a code span: %j', (text, expected) => expect(paragraph(code(text))).toBe(expected));

  test.each([
    ['Set `dry-run: true`, or name `$LATEST`.', 'Set `dry-run: true`, or name `$LATEST`.'],
    ['`zip` <b> *x* `a|b`', '`zip` &lt;b&gt; \\*x\\* `a|b`'],
    ['it said ` and no more', 'it said \\` and no more'],
    ['no name at all', 'no name at all'],
  ])('in sentences with names between backticks: %j', (text, expected) => {
    expect(paragraph(prose(text))).toBe(expected);
  });

  test('in a code block, which no fence inside can end', () => {
    const shown = createSummary().codeBlock('```\n</details># x\n````', 'a\n<b>').toString();
    expect(shown).toBe('`````ab\n```\n</details># x\n````\n`````\n\n');
  });

  test('in the label of details', () => {
    expect(
      createSummary()
        .details('a</summary>\n\n<b> & "c"', () => {})
        .toString(),
    ).toBe('<details><summary>a&lt;/summary&gt; &lt;b&gt; &amp; &quot;c&quot;</summary>\n\n</details>\n\n');
  });
});

describe('a summary that is too large', () => {
  const bytes = (text: string) => Buffer.byteLength(text);

  test('is cut after a row, within the limit in bytes, and says so', () => {
    const rows = Array.from({ length: 30_000 }, (_, row) => [`größe ${row}`, '✓ '.repeat(20)]);
    const summary = createSummary().heading('All').table(['Name', 'Result'], rows).paragraph('after').toString();
    expect(bytes(summary)).toBeLessThanOrEqual(summaryLimit);
    expect(bytes(summary)).toBeGreaterThan(summaryLimit - 300);
    expect(summary).toMatch(
      /\| größe \d+ \| (✓ )+\|\n\n\*\*Cut here\.\*\* The whole summary has \d+ bytes and GitHub shows 1048576; the log has everything\.\n$/,
    );
    expect(summary).not.toContain('after');
  });

  test('closes what it had opened', () => {
    const summary = createSummary().details('Log', (inner) =>
      inner.codeBlock(Array.from({ length: 100 }, (_, line) => `line ${line}`).join('\n')),
    );
    expect(summary.toString(300)).toMatch(/line \d+\n```\n\n<\/details>\n\n\*\*Cut here/);
    expect(bytes(summary.toString(300))).toBeLessThanOrEqual(300);
  });

  test.each(Array.from({ length: 40 }, (_, step) => step * 23))('never exceeds a limit of %d bytes', (limit) => {
    const summary = createSummary()
      .heading('Größe')
      .table(['eins'], [['zwei'], ['drei']])
      .details('Log', (inner) => inner.table(['a'], [['1'], ['2']]).codeBlock('x\ny\nz'))
      .codeBlock('0123456789\n'.repeat(40))
      .paragraph('end');
    expect(bytes(summary.toString(limit))).toBeLessThanOrEqual(limit);
  });
});
