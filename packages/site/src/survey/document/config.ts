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

/** The release that an OriginPath names; `undefined` for any other path. */
export function releaseInPath(path: string): string | undefined {
  return /^\/r\/([0-9a-f]{16})$/.exec(path)?.[1];
}

/** The ARN of the CloudFront Function that sees viewers' requests of the default behaviour first; empty where there is none. */
export function viewerRequestOf(config: Element): string {
  const behaviour = find(config, 'DefaultCacheBehavior');
  const found = itemsAt(behaviour, 'FunctionAssociations').find((one) => textAt(one, 'EventType') === 'viewer-request');
  return textAt(found, 'FunctionARN');
}
