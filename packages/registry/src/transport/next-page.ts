/** The address of the next page. Source: https://www.rfc-editor.org/rfc/rfc8288#section-3 */
export function nextPage(header: string | string[] | undefined, base: URL): URL | undefined {
  for (const [, target = '', parameters = ''] of String(header ?? '').matchAll(/<([^<>]*)>([^<>]*)/g)) {
    if (
      /;\s*rel\s*=\s*(?:next\b|"(?:[^"]*\s)?next(?:\s[^"]*)?")/i.test(parameters) &&
      URL.canParse(target, base.href)
    ) {
      return new URL(target, base);
    }
  }
  return undefined;
}
