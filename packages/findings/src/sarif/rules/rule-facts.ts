import type { Rule } from '../../result.ts';
import { levelOf } from '../../severity/level.ts';
import { type Level, severityOf } from '../../severity/severity.ts';
import { isShape, link, list, type Shape, shape, text, texts } from '../../shapes.ts';
import { factsOf } from '../../tools/known.ts';
import type { KnownTool } from '../../tools/table.ts';
import type { Kind, Severity } from '../../words.ts';
import { seeksCredentials } from '../credentials.ts';
import type { Named } from '../subjects/named.ts';
import { namingOf } from '../subjects/namings.ts';

/** What all results of a rule share, found once. */
export interface RuleFacts {
  readonly descriptor: Shape | undefined;
  readonly rule: Rule;
  readonly kind: Kind;
  /** Its default. */
  readonly level: Level | undefined;
  /** The severity of a result of this level, for which the tool has this word of its own. */
  severityOf(level: Level, word: string | undefined): Severity;
  /** Whether its results may quote a credential. */
  readonly seeksCredentials: boolean;
  readonly named: Named;
}

const EMPTY: Named = {};

/** How many words for severities are remembered of a rule: no tool has as many. */
const WORDS = 16;

/**
 * What a run says of a rule; of the id alone where it says nothing.
 *
 * @param as the kind that the workflow gives all results of the scan.
 */
export function ruleFacts(
  id: string,
  descriptor: Shape | undefined,
  known: KnownTool | undefined,
  as?: Kind,
): RuleFacts {
  const properties = shape(descriptor?.properties);
  const rule = ruleOf(id, descriptor);
  const named = namingOf(known).rule?.(descriptor ?? shape(undefined), id) ?? EMPTY;
  const kind = kindOf(id, known, named);
  return {
    descriptor,
    rule: kind === 'secret' || as === 'secret' ? withoutTexts(rule, descriptor) : rule,
    kind,
    level: levelOf(shape(descriptor?.defaultConfiguration).level),
    severityOf: severities(properties),
    // A dependency's rule has the name of a package in it, and quotes no code.
    seeksCredentials: kind !== 'dependency' && kind !== 'license' && seeksCredentials(rule),
    named,
  };
}

/** One severity for each level and word: a run has hundreds of thousands of results and a few of these. */
function severities(properties: Shape): RuleFacts['severityOf'] {
  const scores = [properties.cvssv2_score, properties.cvssv3_baseScore, properties.cvssv4_baseScore];
  const found = new Map<string | undefined, Map<Level, Severity>>();
  return (level, word) => {
    let levels = found.get(word);
    if (!levels) {
      if (found.size >= WORDS) found.clear();
      levels = new Map();
      found.set(word, levels);
    }
    let severity = levels.get(level);
    if (!severity) {
      severity = severityOf({ word, scores, securitySeverity: properties['security-severity'], level });
      levels.set(level, severity);
    }
    return severity;
  };
}

function kindOf(id: string, known: KnownTool | undefined, named: Named): Kind {
  // checkov's own scan for secrets: https://www.checkov.io/5.Policy%20Index/secrets.html
  if (known === 'checkov' && id.startsWith('CKV_SECRET_')) return 'secret';
  return named.kind ?? (known ? factsOf(known).kind : 'code');
}

function ruleOf(id: string, descriptor: Shape | undefined): Rule {
  if (!descriptor) return { id };
  const name = text(descriptor.name);
  const summary = said(descriptor.shortDescription) ?? said(descriptor.fullDescription);
  const help = text(shape(descriptor.help).markdown) ?? said(descriptor.help) ?? said(descriptor.fullDescription);
  const helpUri = link(descriptor.helpUri);
  const tags = texts(shape(descriptor.properties).tags);
  return {
    id,
    ...(name !== undefined && { name }),
    ...(summary !== undefined && { summary }),
    ...(help !== undefined && { help }),
    ...(helpUri !== undefined && { helpUri }),
    ...(tags.length > 0 && { tags }),
  };
}

/** Trivy puts the line of the first secret into the help of its rule and its full description. */
function withoutTexts({ id, name }: Rule, descriptor: Shape | undefined): Rule {
  const summary = said(descriptor?.shortDescription);
  return { id, ...(name !== undefined && { name }), ...(summary !== undefined && { summary }) };
}

function said(message: unknown): string | undefined {
  return typeof message === 'string' ? text(message) : text(shape(message).text);
}

/** The levels that the invocations of a run set instead of the rules' own, by rule; a list of them, one for each invocation. */
export function overridesOf(
  run: Shape,
  descriptorAt: (reference: Shape) => Shape | undefined,
): readonly ReadonlyMap<Shape, Level>[] {
  const invocations = list(run.invocations).filter(isShape);
  if (!invocations.some((one) => Array.isArray(one.ruleConfigurationOverrides))) return [];
  return invocations.map((one) => {
    const levels = new Map<Shape, Level>();
    for (const override of list(one.ruleConfigurationOverrides)) {
      const descriptor = descriptorAt(shape(shape(override).descriptor));
      const level = levelOf(shape(shape(override).configuration).level);
      if (descriptor && level) levels.set(descriptor, level);
    }
    return levels;
  });
}
