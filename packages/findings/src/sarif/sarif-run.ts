import { pathsIn } from '../places/paths.ts';
import { placesOf } from '../places/sarif-place.ts';
import type { Failure, NormalResult } from '../result.ts';
import { isShape, type Shape, shape, text } from '../shapes.ts';
import { factsOf, isFailing, mayBeFailing, toolOf } from '../tools/known.ts';
import type { KnownTool } from '../tools/table.ts';
import type { NormaliseContext } from './context.ts';
import { failuresOf, shortened } from './failures.ts';
import { normaliserOf, sortOfPlain } from './normal-result.ts';
import { knownFiles } from './plain/known-files.ts';
import { type PlainFacts, type PlainReader, plainReader } from './plain/plain-reader.ts';
import { messageText } from './rules/message.ts';
import { overridesOf, type RuleFacts, ruleFacts } from './rules/rule-facts.ts';
import { rulesOf } from './rules/rules.ts';
import { namingOf } from './subjects/namings.ts';

/** One run of a SARIF report. */
export interface SarifRun {
  /** Its name for itself; the scan's name for it where it has none, and empty where neither says. */
  readonly tool: string;
  readonly known?: KnownTool;
  readonly version?: string;
  /** What the run itself says that it did not see. */
  readonly failures: readonly Failure[];
  /**
   * One of its results in our words, or the failure that it stands for. The result is taken over: what is passed on of it is not
   * copied.
   */
  normal(result: unknown): NormalResult | Failure;
  /** Reads its plain results; absent where the tool says more of each, so that none are. */
  readonly plain?: PlainReader;
}

/** How many rules that a run does not describe are remembered. */
const REMEMBERED = 4096;

/** Reads one run, of which the results are given one by one. What all results of a rule share is found once. */
export function sarifRun(given: unknown, context: NormaliseContext): SarifRun {
  const run = shape(given);
  const driver = shape(shape(run.tool).driver);
  const name = text(driver.name);
  const known = name === undefined ? context.named : toolOf(name);
  const tool = name ?? context.named ?? '';
  const version = text(driver.semanticVersion) ?? text(driver.version);
  // Trivy puts the image's name before the paths in it, as if it were a folder.
  const based: Shape = namingOf(known).image?.(run) === undefined ? run : { artifacts: run.artifacts };
  const places = placesOf(based, pathsIn(context), known !== undefined && factsOf(known).scansImages === true);
  const rules = rulesOf(run);
  const overrides = overridesOf(run, rules.descriptorAt);
  const normalise = normaliserOf({
    run,
    tool,
    known,
    context,
    places,
    overrides,
  });
  const mayFail = known !== undefined && factsOf(known).failing !== undefined;

  const described = new Map<Shape, Map<string, RuleFacts>>();
  const undescribed = new Map<string, RuleFacts>();
  const factsFor = (id: string, descriptor: Shape | undefined): RuleFacts => {
    const remembered = descriptor ? (described.get(descriptor) ?? new Map<string, RuleFacts>()) : undescribed;
    if (descriptor && remembered.size === 0) described.set(descriptor, remembered);
    const before = remembered.get(id);
    if (before) return before;
    if (remembered.size >= REMEMBERED) remembered.clear();
    const facts = ruleFacts(id, descriptor, known, context.kind);
    remembered.set(id, facts);
    return facts;
  };

  const naming = namingOf(known);
  const isOfRuleAlone = naming.result === undefined || naming.asksProperties === true;
  const isPlain = known !== 'golangci-lint' && isOfRuleAlone && !naming.image?.(run) && overrides.length === 0;
  const sortOf: PlainFacts['sortOf'] = (ruleId, ruleIndex, own) => {
    const descriptor = rules.descriptorOf({ ruleId, ...(ruleIndex !== undefined && { ruleIndex }) });
    if (mayFail && mayBeFailing(known, tool, ruleId)) return undefined;
    return sortOfPlain(tool, factsFor(ruleId, descriptor), own, context);
  };

  const filesByUri = () => {
    const meaning = JSON.stringify([
      context.root,
      based.originalUriBaseIds,
      known !== undefined && factsOf(known).scansImages,
    ]);
    return (context.files ?? knownFiles()).of(meaning, places);
  };

  return {
    ...(isPlain && { plain: plainReader({ sortOf, files: filesByUri() }) }),
    tool,
    ...(known !== undefined && { known }),
    ...(version !== undefined && { version }),
    failures: [...nameless(tool), ...failuresOf(run, tool, known)],
    normal(value) {
      if (!isShape(value)) return unreadable(tool);
      const descriptor = rules.descriptorOf(value);
      const message = messageText(value.message, descriptor, driver);
      const id = idOf(value, descriptor, message, known);
      if (mayFail && isFailing(known, tool, id, message)) return failureOf(tool, id, message);
      return normalise(value, factsFor(id, descriptor), message);
    },
  };
}

/** Whether one of a run's results is none, but says what the tool did not see. */
export function isFailure(result: NormalResult | Failure): result is Failure {
  return !('sarif' in result);
}

/** Whether a result of a report that its tool compared with a baseline is only in that. */
export function isGone(result: unknown): boolean {
  return shape(result).baselineState === 'absent';
}

function idOf(result: Shape, descriptor: Shape | undefined, message: string, known: KnownTool | undefined): string {
  const id =
    typeof result.ruleId === 'string'
      ? result.ruleId
      : (text(shape(result.rule).id) ?? (descriptor && text(descriptor.id)) ?? '');
  return known === 'golangci-lint' ? withCheck(id, message) : id;
}

/**
 * golangci-lint's ids are its linters; the check begins the message, as in `SA4006: this value is never used`. Two checks of one
 * linter are two rules: SARIF's hierarchical ids part them. golangci-lint 2.15.0
 */
function withCheck(linter: string, message: string): string {
  const check = /^([A-Z]+\d+|[a-zA-Z][\w-]{1,40}): /.exec(message)?.[1];
  return check === undefined || check === linter || linter === '' || linter === 'typecheck'
    ? linter
    : `${linter}/${check}`;
}

function failureOf(tool: string, id: string, message: string): Failure {
  const rule = id === '' ? '' : ` (${id})`;
  return { kind: 'partial', message: `${tool} did not see everything${rule}: ${shortened(message)}` };
}

function unreadable(tool: string): Failure {
  return { kind: 'unreadable', message: `A result of ${tool} is no object.` };
}

function nameless(tool: string): Failure[] {
  if (tool !== '') return [];
  const hint = 'Name the scan after its tool, such as `checkov/infrastructure`.';
  return [{ kind: 'unreadable', message: 'A run does not say which tool it is of.', hint }];
}
