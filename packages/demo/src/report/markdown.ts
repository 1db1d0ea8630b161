import { type Html, html, trusted } from '@actions-aws/action';
import { Marked, type Tokens } from 'marked';

/**
 * Renders a job summary the way GitHub shows it: GitHub-flavoured Markdown, in which a summary is untrusted. Of HTML only
 * what our summaries are made of is left, `details`, `summary`, `br` and bare `span`; all else is shown as text. No image
 * is loaded, and links lead to the web or nowhere.
 *
 * @param options.deeper how many levels headings go down, so that they fit under those of the page.
 */
export function renderMarkdown(markdown: string, { deeper = 0 }: { readonly deeper?: number } = {}): Html {
  let open = 0;
  const marked = new Marked({
    gfm: true,
    async: false,
    renderer: {
      html({ text, block }: Tokens.HTML | Tokens.Tag) {
        return text.replace(/<(\/?)(details|summary|br|span)>|[<>"']|&(?!#?\w+;)/g, (found, slash, tag) => {
          if (tag === 'br' || tag === 'span') return found;
          if (!tag || !block) return escaped(found);
          if (tag === 'summary') return found;
          // One end too many would close what the page itself has opened.
          if (slash && open === 0) return '';
          open += slash ? -1 : 1;
          return found;
        });
      },
      text(token) {
        if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens);
        return escaped(token.text);
      },
      heading({ tokens, depth }) {
        const level = Math.min(6, depth + deeper);
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
      link({ href, tokens }) {
        const shown = this.parser.parseInline(tokens);
        if (!/^https?:\/\//i.test(href)) return shown;
        return html`<a href="${href}" rel="noopener noreferrer">${trusted(shown)}</a>`.html;
      },
      image: ({ text }) => escaped(text),
      table({ header, rows }) {
        const cells = (row: Tokens.TableCell[], tag: 'th' | 'td') =>
          row.map(({ tokens }) => {
            const scope = tag === 'th' ? ' scope="col"' : '';
            return `<${tag}${scope}>${this.parser.parseInline(tokens)}</${tag}>`;
          });
        const body = rows.map((row) => `<tr>${cells(row, 'td').join('')}</tr>\n`).join('');
        return scrolling(
          'Table',
          `<table>\n<thead><tr>${cells(header, 'th').join('')}</tr></thead>\n<tbody>\n${body}</tbody>\n</table>`,
        );
      },
      code: ({ text }) => scrolling('Preformatted text', `<pre><code>${html`${text}`.html}</code></pre>`),
    },
  });
  const rendered = marked.parse(markdown) as string;
  return trusted(rendered + '</details>'.repeat(open));
}

/** What is too wide for a phone scrolls by itself, also by the keyboard. */
function scrolling(label: string, inner: string): string {
  return `<div class="scrolls" tabindex="0" role="group" aria-label="${label}">${inner}</div>\n`;
}

/** Escapes what Markdown left over; an entity that stands there already is kept. */
function escaped(text: string): string {
  return text.replace(/[<>"']|&(?!#?\w+;)/g, (character) => `&#${character.charCodeAt(0)};`);
}
