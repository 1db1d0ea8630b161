import * as sdk from '@aws-sdk/client-cloudfront';
import { membersOf, shapeOf } from '../../../kernel/wire/shapes.ts';
import { readXmlMembers } from '../../../kernel/wire/xml.ts';
import { type Element, escapeXml, parseXml } from '../../../kernel/wire/xml-document.ts';
import { refused } from '../errors.ts';
import { added } from './defaults.ts';

/** A configuration as it was received, completed as AWS completes it. */
export interface Document {
  /** The content of a `DistributionConfig`: members that the SDK does not know are kept, as AWS would answer them. */
  readonly xml: string;
  /** What of it the SDK knows. */
  readonly settings: sdk.DistributionConfig;
}

const members = membersOf(shapeOf(sdk.DistributionConfig$));

/** Reads the document of a request, whose root is a `DistributionConfig` or has one. Throws InconsistentQuantities. */
export function documentOf(body: Uint8Array): Document {
  const root = parseXml(body);
  const config = root.children.find(({ name }) => name === 'DistributionConfig') ?? root;
  assertQuantities(config);
  const complete = added(config);
  return {
    xml: complete.children.map(written).join(''),
    settings: readXmlMembers(complete, members) as unknown as sdk.DistributionConfig,
  };
}

function written({ name, children, text }: Element): string {
  return `<${name}>${children.length > 0 ? children.map(written).join('') : escapeXml(text)}</${name}>`;
}

/** Every list says how long it is. */
function assertQuantities(element: Element): void {
  const quantity = element.children.find(({ name }) => name === 'Quantity');
  const items = element.children.find(({ name }) => name === 'Items');
  if (quantity && Number(quantity.text) !== (items?.children.length ?? 0)) {
    const message = `The value of Quantity and the size of Items don't match in ${element.name}.`;
    throw refused('InconsistentQuantities', message);
  }
  for (const child of element.children) assertQuantities(child);
}
