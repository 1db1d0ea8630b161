/** HTML that is safe to put into a page as it is. */
export interface Html {
  readonly html: string;
}

/** What a template takes: text is escaped, HTML is not, lists are joined, and nothing is nothing. */
export type Content = string | number | Html | undefined | false | readonly Content[];

/** Builds HTML; what is put in is escaped, unless it is HTML already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Content[]): Html {
  return { html: strings.reduce((before, text, index) => `${before}${render(parts[index - 1])}${text}`) };
}

/** Says that this text is HTML, and safe: our own style sheet, or what has been escaped before. */
export function trusted(text: string): Html {
  return { html: text };
}

/** Text for an element or for an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function render(part: Content): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map(render).join('');
}
