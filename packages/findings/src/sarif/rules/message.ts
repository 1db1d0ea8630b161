import { list, own, type Shape, shape, text } from '../../shapes.ts';

/**
 * The text of a message for people: its own, or that which its rule or its tool has under its id, with its arguments put in; empty
 * where there is none. https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317459
 */
export function messageText(value: unknown, descriptor: Shape | undefined, driver: Shape): string {
  // Own formats and old tools have a plain text here.
  if (typeof value === 'string') return value;
  const message = shape(value);
  const own = text(message.text) ?? text(message.markdown);
  const template = own ?? templateOf(message.id, descriptor, driver);
  return template === undefined ? '' : filled(template, message.arguments);
}

function templateOf(id: unknown, descriptor: Shape | undefined, driver: Shape): string | undefined {
  if (typeof id !== 'string') return undefined;
  const found = own(descriptor?.messageStrings, id) ?? own(driver.globalMessageStrings, id);
  return text(shape(found).text) ?? text(shape(found).markdown);
}

/** `{0}` is the first argument, `{{` a brace. Without arguments the text is as it stands. */
function filled(template: string, given: unknown): string {
  if (!Array.isArray(given) || given.length === 0 || !template.includes('{')) return template;
  const args = list(given);
  return template.replace(/\{\{|\}\}|\{(\d{1,4})\}/g, (found, index?: string) => {
    if (index === undefined) return found.slice(1);
    const argument = args[Number(index)];
    return typeof argument === 'string' ? argument : found;
  });
}
