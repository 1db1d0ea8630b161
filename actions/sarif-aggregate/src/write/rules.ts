import type { Rule } from '@actions-aws/findings';

/** Rules as SARIF, each id once, sorted by it: of several that share an id the one that says most. */
export function descriptorsOf(rules: Iterable<Rule>): readonly string[] {
  const byId = new Map<string, string>();
  for (const rule of rules) {
    const text = JSON.stringify(descriptorOf(rule));
    const other = byId.get(rule.id);
    if (other === undefined || text.length > other.length || (text.length === other.length && text < other)) {
      byId.set(rule.id, text);
    }
  }
  return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317836 */
function descriptorOf({ id, name, summary, help, helpUri, tags }: Rule): object {
  return {
    id,
    ...(name !== undefined && { name }),
    ...(summary !== undefined && { shortDescription: { text: summary } }),
    ...(help !== undefined && { help: { text: help } }),
    ...(helpUri !== undefined && { helpUri }),
    ...(tags && tags.length > 0 && { properties: { tags: [...new Set(tags)] } }),
  };
}
