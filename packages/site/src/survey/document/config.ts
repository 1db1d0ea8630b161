import { type Element, find, itemsAt, textAt } from './xml.ts';

/** A cache behaviour, with the path pattern that leads to it. */
export interface Behaviour {
  /** `*` for the default one. */
  readonly pattern: string;
  readonly element: Element;
}

/** The behaviours of a distribution, the default one first. */
export function behavioursOf(config: Element): readonly Behaviour[] {
  const rest = itemsAt(config, 'CacheBehaviors').map((element) => ({
    pattern: textAt(element, 'PathPattern'),
    element,
  }));
  const first = find(config, 'DefaultCacheBehavior');
  return first ? [{ pattern: '*', element: first }, ...rest] : rest;
}

/** An origin by its id. */
export function originOf(config: Element, id: string): Element | undefined {
  return itemsAt(config, 'Origins').find((origin) => textAt(origin, 'Id') === id);
}

/**
 * The origin that the site's files come from: the default behaviour's, never the first of the list.
 * `undefined` where that is a group of origins.
 */
export function siteOriginOf(config: Element): Element | undefined {
  return originOf(config, textAt(config, 'DefaultCacheBehavior', 'TargetOriginId'));
}

/** The ARN of the CloudFront Function that sees viewers' requests of the default behaviour first; empty where there is none. */
export function viewerRequestOf(config: Element): string {
  return functionOf(find(config, 'DefaultCacheBehavior'));
}

/** The same of any behaviour. */
export function functionOf(behaviour: Element | undefined): string {
  const found = itemsAt(behaviour, 'FunctionAssociations').find((one) => textAt(one, 'EventType') === 'viewer-request');
  return textAt(found, 'FunctionARN');
}
