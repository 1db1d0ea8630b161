import { createSummary } from '@actions-aws/action';
import { renderMarkdown } from '../src/report/markdown.ts';

describe('a job summary in the report', () => {
  test('shows what our summaries are made of', () => {
    const summary = createSummary()
      .heading('search-api:live 1 → 2')
      .paragraph('Put on $LATEST, a_b*c')
      .table(['Check', 'Result'], [['GET /health | all', '✓']])
      .details('Log of <health>', (inner) => inner.codeBlock('at <anonymous> & so on'));
    const shown = html(summary.toString(), 2);
    expect(shown).toContain('<h4>search-api:live 1 → 2</h4>');
    expect(shown).toContain('Put on <span>$</span>LATEST, a_b*c');
    expect(shown).toContain('<th scope="col">Check</th>');
    expect(shown).toContain('<td>GET /health | all</td>');
    expect(shown).toContain('<details><summary>Log of &lt;health&gt;</summary>');
    expect(shown).toContain('at &#60;anonymous&#62; &#38; so on');
    expect(shown.match(/<\/details>/g)).toHaveLength(1);
  });

  test.each([
    '<script>alert(1)</script>',
    'text <img src=x onerror=alert(1)> text',
    '<svg onload=alert(1)>',
    '<details open ontoggle=alert(1)><summary>x</summary>',
    '<summary onclick=alert(1)>x</summary>',
    '<span style="position:fixed">x</span>',
    '<code><img src=x onerror=alert(1) ',
    '<pre>\n<b onclick=alert(1)>x',
    '<!-- --><iframe src="https://example.com">',
    '<a href="https://example.com">x</a>',
    '`<b>` **<b>** | <b> |',
    '| a |\n| --- |\n| <b onclick=alert(1)> |',
    '```html\n<b onclick=alert(1)>\n```',
    '[<b>](https://example.com "<b>")',
    '# <b onclick=alert(1)>',
    '<https://example.com/"><b>>',
  ])('shows other HTML as text: %s', (markdown) => {
    const tags = html(markdown).match(/<[^>]*>/g) ?? [];
    for (const tag of tags) {
      expect(tag).toMatch(
        /^<\/?(p|h\d|strong|em|del|code|pre|span|br|ul|ol|li|hr|blockquote|table|thead|tbody|tr|th|td|details|summary|div|a)( (class|scope|role|aria-label|tabindex|rel|href)="[^"<>]*")*>$/,
      );
    }
    expect(html(markdown).replace(/<[^>]*>/g, '')).not.toMatch(/[<>]/);
  });

  test('loads no image', () => {
    expect(html('![a picture](https://example.com/x.png)')).toBe('<p>a picture</p>\n');
  });

  test('links to the web and nowhere else', () => {
    expect(html('[x](https://example.com/?a=1&b=2)')).toContain('<a href="https://example.com/?a=1&#38;b=2"');
    for (const href of ['javascript:alert(1)', 'JAVASCRIPT:alert(1)', 'data:text/html,x', 'file:///etc', '/x', '#x']) {
      expect(html(`[x](${href})`)).toBe('<p>x</p>\n');
    }
  });

  test('cannot close what the page has opened, and leaves nothing open', () => {
    expect(html('</details>\n\nx')).not.toContain('</details>');
    expect(html('<details><summary>x</summary>\n\nnever closed')).toMatch(/<\/details>$/);
  });
});

function html(markdown: string, deeper = 0): string {
  return renderMarkdown(markdown, { deeper }).html;
}
