import type { SarifLimits } from '../limits.ts';
import { type Fields, fieldsOf, listOf, textOf, UnreadableSarif, wholeOf } from './fields.ts';

/** A rule as an alert shows it. */
export interface ShownRule {
  readonly id: string | null;
  readonly name: string;
  /** Of the rule; a result may have another. */
  readonly level: Level;
  readonly securitySeverity: SecuritySeverity | null;
  readonly description: string;
  readonly fullDescription: string;
  readonly tags: readonly string[];
  readonly help: string | null;
  readonly helpUri: string | null;
}

export type Level = 'none' | 'note' | 'warning' | 'error';
export type SecuritySeverity = 'low' | 'medium' | 'high' | 'critical';

/** The rules of a run: those of the tool itself, then those of each extension. */
export interface Rules {
  readonly count: number;
  /** What a result says of its rule, looked up. */
  ruleOf(result: Fields): ShownRule;
}

/** Reads them. A rule that cannot be shown keeps its run out: `could not convert rules`, https://github.com/github/codeql-action/issues/2187 */
export function rulesOf(driver: Fields, extensions: readonly Fields[], limits: SarifLimits): Rules {
  const components = [driver, ...extensions].map((component) =>
    listOf(component.rules, 'rules').map((rule) => shown(fieldsOf(rule, 'rules') ?? {}, limits)),
  );
  const byId = new Map(components.flat().map((rule) => [rule.id, rule]));
  return {
    count: components.reduce((sum, { length }) => sum + length, 0),
    ruleOf(result) {
      const reference = fieldsOf(result.rule, 'rule') ?? {};
      const component = wholeOf(fieldsOf(reference.toolComponent, 'toolComponent')?.index, 'toolComponent.index');
      const index = wholeOf(result.ruleIndex, 'ruleIndex') ?? wholeOf(reference.index, 'rule.index') ?? -1;
      const id = textOf(result.ruleId, 'ruleId') ?? textOf(reference.id, 'rule.id');
      const among = components[component === undefined ? 0 : component + 1] ?? [];
      // What GitHub does with an index that leads nowhere is not documented: the file is refused.
      if (index < -1 || index >= among.length + (index === -1 ? 1 : 0))
        throw new UnreadableSarif(`rule index ${index} is of no rule of its tool component`);
      const found = among[index] ?? byId.get(id ?? null);
      return { ...(found ?? { ...unknown, name: id ?? '' }), id: id ?? found?.id ?? null };
    },
  };
}

const unknown: ShownRule = {
  id: null,
  name: '',
  level: 'warning',
  securitySeverity: null,
  description: '',
  fullDescription: '',
  tags: [],
  help: null,
  helpUri: null,
};

function shown(rule: Fields, { ruleName, ruleText }: SarifLimits): ShownRule {
  const id = textOf(rule.id, 'rules.id') ?? null;
  const properties = fieldsOf(rule.properties, 'properties') ?? {};
  const tags = tagsOf(rule);
  const text = (name: string) => textOf(fieldsOf(rule[name], name)?.text, `${name}.text`);
  const short = text('shortDescription') ?? '';
  const markdown = textOf(fieldsOf(rule.help, 'help')?.markdown, 'help.markdown');
  return {
    id,
    name: (textOf(rule.name, 'rules.name') ?? id ?? '').slice(0, ruleName),
    level: levelOf(fieldsOf(rule.defaultConfiguration, 'defaultConfiguration')?.level) ?? 'warning',
    securitySeverity: severityOf(textOf(properties['security-severity'], 'security-severity'), tags),
    description: short.slice(0, ruleText),
    fullDescription: (text('fullDescription') ?? short).slice(0, ruleText),
    tags,
    help: markdown ?? text('help') ?? null,
    helpUri: textOf(rule.helpUri, 'helpUri') ?? null,
  };
}

/** What a rule is tagged with. */
export function tagsOf(rule: Fields): readonly string[] {
  const tags = listOf(fieldsOf(rule.properties, 'properties')?.tags, 'tags');
  return tags.map((tag) => textOf(tag, 'tags') ?? '');
}

/** A level of SARIF; nothing for what is absent. */
export function levelOf(value: unknown): Level | undefined {
  const level = textOf(value, 'level');
  if (level === undefined || isLevel(level)) return level;
  throw new UnreadableSarif(`parsing restricted subset of SARIF data has failed: parse error: no level '${level}'`);
}

function isLevel(level: string): level is Level {
  return ['none', 'note', 'warning', 'error'].includes(level);
}

/**
 * "over 9.0 is critical, from 7.0 to 8.9 is high, from 4.0 to 6.9 is medium and from 0.1 to 3.9 is low", any other value is none; 9.0
 * itself, which the sentence leaves out, is critical, as CVSS has it. It counts for rules "(`@tags` includes `security`)":
 * without the tag there is none, which is harder. What is no number keeps the run out.
 */
function severityOf(score: string | undefined, tags: readonly string[]): SecuritySeverity | null {
  if (score === undefined) return null;
  const number = Number(score);
  if (score.trim() === '' || Number.isNaN(number)) throw new RunRefused(notANumber(score));
  if (!(number > 0 && number <= 10) || !tags.includes('security')) return null;
  if (number >= 9) return 'critical';
  if (number >= 7) return 'high';
  return number >= 4 ? 'medium' : 'low';
}

const notANumber = (score: string) =>
  `could not convert rules: invalid security severity value, is not a number: ${score}`;

/** One run is not stored; those beside it are. */
export class RunRefused extends Error {}
