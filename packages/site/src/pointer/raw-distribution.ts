import { UserError } from '@actions-aws/action';
import { childOf, type Element, rootOf, textOf, withChild, withText } from './elements.ts';

/**
 * The configuration of a distribution as the XML that AWS sent, of which only the fields that are ours are edited. The typed client
 * knows the members that there were when it was made, and drops all others on their way back: what UpdateDistribution does not get, it
 * resets (https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html).
 */
export interface RawConfiguration {
  /** A whole document, `<DistributionConfig …>…</DistributionConfig>`. */
  readonly xml: string;
  /** Of the origin that the default behaviour leads to. */
  readonly originPath: string;
  readonly comment: string;
}

/**
 * Takes the configuration out of the answer of GetDistribution, UpdateDistribution or GetDistributionConfig.
 *
 * @throws Error where it is not there.
 */
export function configurationIn(answer: string): RawConfiguration {
  const root = rootOf(answer);
  const config = root.name === 'DistributionConfig' ? root : childOf(root, 'DistributionConfig');
  if (!config) throw new Error('The answer of AWS has no DistributionConfig.');
  // Inside of another document it takes its namespace from that one.
  const inside = answer.slice(config.start, config.end);
  const namespace = /<[^?!][^>]*?\sxmlns=("[^"]*"|'[^']*')/.exec(answer)?.[1] ?? `"${NAMESPACE}"`;
  const hasOwn = /^<[^>]*\sxmlns=/.test(inside);
  const xml = hasOwn ? inside : inside.replace(/^<([^\s/>]+)/, `<$1 xmlns=${namespace}`);
  const document = rootOf(xml);
  return {
    xml,
    originPath: textOf(xml, childOf(defaultOrigin(xml, document), 'OriginPath')),
    comment: textOf(xml, childOf(document, 'Comment')),
  };
}

const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

/** The same configuration with another path and another comment; each other byte is as it was. */
export function edited(
  { xml }: RawConfiguration,
  { originPath, comment }: { readonly originPath: string; readonly comment: string },
): string {
  const origin = defaultOrigin(xml, rootOf(xml));
  const path = childOf(origin, 'OriginPath');
  const moved = path ? withText(xml, path, originPath) : withChild(xml, origin, 'OriginPath', originPath);
  const document = rootOf(moved);
  const found = childOf(document, 'Comment');
  return found ? withText(moved, found, comment) : withChild(moved, document, 'Comment', comment);
}

/** Never the first of the list: its order says nothing. Another behaviour may lead elsewhere, as to an API. */
function defaultOrigin(xml: string, config: Element): Element {
  const target = textOf(xml, childOf(childOf(config, 'DefaultCacheBehavior'), 'TargetOriginId'));
  const origins = childOf(childOf(config, 'Origins'), 'Items')?.children ?? [];
  const origin = origins.find((one) => textOf(xml, childOf(one, 'Id')) === target);
  if (origin && target) return origin;
  throw new UserError(
    `The default behaviour of the distribution leads to ${target || 'nothing'}, which is none of its origins.`,
    {
      hint: 'The pointer is the OriginPath of one origin: let the default behaviour lead to the bucket, not to an origin group.',
    },
  );
}
