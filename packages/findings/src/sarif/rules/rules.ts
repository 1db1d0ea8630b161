import { list, type Shape, shape, text } from '../../shapes.ts';

/** The rules of a run, from wherever results may refer to them. */
export interface Rules {
  /** What the run says of a result's rule; undefined where it says nothing. */
  descriptorOf(result: Shape): Shape | undefined;
  /** The same for a reference, such as an override has. */
  descriptorAt(reference: Shape): Shape | undefined;
}

interface Component {
  readonly rules: readonly unknown[];
  readonly guid: string | undefined;
  readonly name: string | undefined;
  readonly byId: ReadonlyMap<string, Shape>;
  readonly byGuid: ReadonlyMap<string, Shape>;
}

/**
 * By index, by id or by guid, in the driver or in an extension. An index counts only where the id agrees with it, since tools leave
 * out the index 0 (gosec 2.30.0) or write it always (Grype before 0.50). The hierarchical id `a/b` falls back to the rule `a`.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317646
 */
export function rulesOf(run: Shape): Rules {
  const tool = shape(run.tool);
  const driver = componentOf(tool.driver);
  const extensions = list(tool.extensions).map(componentOf);
  const all = [driver, ...extensions];

  const named = (reference: Shape): Component | undefined => {
    const { index, guid, name } = reference;
    if (typeof index === 'number' && index >= 0) return extensions[index];
    if (text(guid) !== undefined) return all.find((one) => one.guid === guid);
    return text(name) === undefined ? undefined : all.find((one) => one.name === name);
  };
  const find = (id: string | undefined, index: unknown, guid: unknown, component: Shape): Shape | undefined => {
    const there = named(component);
    if (typeof index === 'number' && index >= 0) {
      const found = (there ?? driver).rules[index];
      if (isRule(found) && (id === undefined || isIdOf(id, found.id))) return found;
    }
    const where = there ? [there] : all;
    if (typeof guid === 'string') {
      for (const one of where) {
        const found = one.byGuid.get(guid);
        if (found) return found;
      }
    }
    for (let name = id; name !== undefined; name = above(name)) {
      for (const one of where) {
        const found = one.byId.get(name);
        if (found) return found;
      }
    }
    return undefined;
  };
  return {
    descriptorOf(result) {
      const reference = result.rule === undefined ? undefined : shape(result.rule);
      const id = typeof result.ruleId === 'string' ? result.ruleId : text(reference?.id);
      return find(id, result.ruleIndex ?? reference?.index, reference?.guid, shape(reference?.toolComponent));
    },
    descriptorAt: (reference) =>
      find(text(reference.id), reference.index, reference.guid, shape(reference.toolComponent)),
  };
}

function componentOf(value: unknown): Component {
  const component = shape(value);
  const rules = list(component.rules);
  const byId = new Map<string, Shape>();
  const byGuid = new Map<string, Shape>();
  for (const rule of rules) {
    if (!isRule(rule)) continue;
    if (typeof rule.id === 'string' && !byId.has(rule.id)) byId.set(rule.id, rule);
    if (typeof rule.guid === 'string') byGuid.set(rule.guid, rule);
  }
  return { rules, guid: text(component.guid), name: text(component.name), byId, byGuid };
}

function isRule(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null;
}

function isIdOf(id: string, rule: unknown): boolean {
  return typeof rule === 'string' && (id === rule || (id.startsWith(rule) && id[rule.length] === '/'));
}

function above(id: string): string | undefined {
  const slash = id.lastIndexOf('/');
  return slash > 0 ? id.slice(0, slash) : undefined;
}
