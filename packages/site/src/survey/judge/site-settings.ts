import { behavioursOf, originOf, siteOriginOf } from '../document/config.ts';
import { flatten, type Settings, under } from '../document/flatten.ts';
import { type Element, itemsAt, textAt } from '../document/xml.ts';
import { type PolicyKind, policyKey, type Survey } from '../survey.ts';

type Known = Pick<Survey, 'policies' | 'functions'>;

/** All settings of a distribution, with what they name by an id in its place: ids differ where nothing else does. */
export function settingsOf(config: Element, known: Known): Settings {
  const all: Settings = new Map();
  for (const child of config.children) {
    if (['Origins', 'OriginGroups', 'DefaultCacheBehavior', 'CacheBehaviors'].includes(child.name)) continue;
    flatten(child, child.name, all);
  }
  const site = siteOriginOf(config);
  if (site) flatten(site, 'SiteOrigin', all);
  const behaviours = behavioursOf(config);
  // The first pattern that fits decides: their order is a setting.
  all.set('Behaviours', behaviours.map(({ pattern }) => pattern).join(' '));
  for (const { pattern, element } of behaviours)
    addBehaviour(config, { path: `Behaviour[${pattern}]`, element }, known, all);
  return all;
}

function addBehaviour(
  config: Element,
  { path, element }: { readonly path: string; readonly element: Element },
  known: Known,
  all: Settings,
): void {
  for (const child of element.children) {
    const kind = POLICIES[child.name];
    const at = under(path, child.name.replace(/Id$/, ''));
    if (child.name === 'TargetOriginId') addTarget(config, child.text.trim(), `${path}/TargetOrigin`, all);
    else if (kind) addPolicy(kind, child.text.trim(), { at, known, all });
    else if (child.name === 'FunctionAssociations') addFunctions(child, under(path, child.name), known, all);
    else flatten(child, under(path, child.name), all);
  }
}

const POLICIES: Readonly<Record<string, PolicyKind>> = {
  CachePolicyId: 'cache',
  OriginRequestPolicyId: 'origin-request',
  ResponseHeadersPolicyId: 'response-headers',
};

function addTarget(config: Element, id: string, path: string, all: Settings): void {
  if (id === textAt(config, 'DefaultCacheBehavior', 'TargetOriginId') && siteOriginOf(config)) {
    all.set(path, 'SiteOrigin');
    return;
  }
  const origin = originOf(config, id);
  if (origin) {
    flatten(origin, path, all);
    return;
  }
  const group = itemsAt(config, 'OriginGroups').find((one) => textAt(one, 'Id') === id);
  if (!group) return;
  for (const child of group.children) {
    if (child.name !== 'Id' && child.name !== 'Members') flatten(child, under(path, child.name), all);
  }
  for (const [index, member] of itemsAt(group, 'Members').entries()) {
    addTarget(config, textAt(member, 'OriginId'), `${path}[${index + 1}]`, all);
  }
}

/** A policy that could not be read has a verdict of its own. */
function addPolicy(
  kind: PolicyKind,
  id: string,
  { at, known, all }: { readonly at: string; readonly known: Known; readonly all: Settings },
): void {
  if (id === '') return;
  const found = known.policies.get(policyKey(kind, id));
  if (found === undefined) all.set(at, id);
  if (found?.is !== 'read') return;
  // Names and comments are for people.
  const config: Element = {
    ...found.value,
    children: found.value.children.filter(({ name }) => name !== 'Name' && name !== 'Comment'),
  };
  for (const [path, value] of flatten(config, at)) {
    const robots = /CustomHeadersConfig\[x-robots-tag\]\/(\w+)$/i.exec(path);
    if (!robots) all.set(path, value);
    else if (robots[1] === 'Value') all.set(`${at}/x-robots-tag`, value);
  }
}

/** Functions by what they do, since each site may have its own of the same code. */
function addFunctions(associations: Element, path: string, known: Known, all: Settings): void {
  for (const one of itemsAt(associations)) {
    const arn = textAt(one, 'FunctionARN');
    const code = known.functions.get(arn);
    if (code?.is === 'unread') continue;
    const value = code?.is === 'read' ? `code ${code.value.hash.slice(0, 12)}` : arn;
    all.set(`${path}[${textAt(one, 'EventType')}]`, value);
  }
}
