import { ghsaIn } from '../../dependency/advisories.ts';
import { packageInPurl } from '../../dependency/packages.ts';
import { isShape, own, type Shape, shape, text, texts } from '../../shapes.ts';
import type { Naming } from './named.ts';

/** Where tools write the word for a severity: bandit, zizmor, and tools that the table does not have. */
const KEYS = ['issue_severity', 'zizmor/severity', 'severity'] as const;

/**
 * What any other tool may say: a word for the severity among the properties of the result or the rule, an advisory as the rule's id
 * or tag, and a purl.
 */
export const other: Naming = {
  rule(descriptor, id) {
    const properties = shape(descriptor.properties);
    const ids = [id, ...texts(properties.tags)].filter(isAdvisory);
    const linked = ghsaIn(text(descriptor.helpUri) ?? '');
    return {
      word: wordIn(properties),
      advisories: linked === undefined ? ids : [...ids, linked],
      package: purlIn(properties),
    };
  },
  asksProperties: true,
  result({ properties }) {
    if (!isShape(properties)) return undefined;
    return { word: wordIn(properties), package: purlIn(properties) };
  },
};

/** kube-score: the word is `HIGH`, of results of all levels. https://github.com/zegl/kube-score/blob/master/renderer/sarif/sarif.go */
export const kubeScore: Naming = {};

/** gosec: the rule's second tag. https://github.com/securego/gosec/blob/master/report/sarif/formatter.go */
export const gosec: Naming = {
  rule: (descriptor) => ({ word: texts(shape(descriptor.properties).tags).find((tag) => WORDS.has(tag)) }),
};

const WORDS = new Set(['HIGH', 'MEDIUM', 'LOW']);

function isAdvisory(id: string): boolean {
  return /^(?:CVE-\d{4}-\d{4,}|GHSA(?:-\w{4}){3}|[A-Z]+-\d{4}-\d{2,})$/i.test(id);
}

function wordIn(properties: Shape): string | undefined {
  for (const key of KEYS) {
    const word = text(own(properties, key));
    if (word !== undefined) return word;
  }
  return undefined;
}

function purlIn(properties: Shape) {
  const purl = text(properties.purl) ?? texts(properties.purls)[0];
  return purl === undefined ? undefined : packageInPurl(purl);
}
