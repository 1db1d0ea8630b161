import type { Result } from 'sarif';
import { namesNoFile, pathElsewhere, pathsIn } from '../../places/paths.ts';
import { placesOf } from '../../places/sarif-place.ts';
import type { NormalResult, Place } from '../../result.ts';
import { list, type Shape, shape, text } from '../../shapes.ts';
import { factsOf, toolOf } from '../../tools/known.ts';
import { type RuleFacts, ruleFacts } from '../rules/rule-facts.ts';
import { rulesOf } from '../rules/rules.ts';
import { markOfResult, markOfRun, type ResultMark, type RunMark, withoutMark } from './mark.ts';

/** One scan of an aggregate. */
export interface AggregateRun {
  readonly tool: string;
  readonly version?: string;
  readonly mark: RunMark;
  /** A result as it was when the aggregate was made, and what was decided of it then. The result is taken over. */
  remembered(result: unknown): Remembered;
}

/** A result of an aggregate. */
export interface Remembered {
  readonly result: NormalResult;
  readonly mark: ResultMark & { readonly identity: string };
}

/**
 * Reads a run of an aggregate: everything is as it was decided then, and nothing is derived anew.
 *
 * @throws UnknownMark where it is damaged.
 */
export function aggregateRun(given: unknown): AggregateRun {
  const run = shape(given);
  const driver = shape(shape(run.tool).driver);
  const tool = text(driver.name) ?? '';
  const version = text(driver.semanticVersion) ?? text(driver.version);
  const known = toolOf(tool);
  // Its paths start at the root of the checkout already, wherever that was.
  const paths = pathsIn({ root: '', checkout: '' });
  const places = placesOf({}, paths, known !== undefined && factsOf(known).scansImages === true);
  const rules = rulesOf(run);
  const facts = new Map<Shape, RuleFacts>();

  const ruleFor = (result: Shape): NormalResult['rule'] => {
    const id = text(result.ruleId) ?? '';
    const descriptor = rules.descriptorOf(result);
    if (!descriptor) return { id };
    const found = facts.get(descriptor) ?? ruleFacts(text(descriptor.id) ?? id, descriptor, undefined);
    facts.set(descriptor, found);
    return found.rule.id === id ? found.rule : { ...found.rule, id };
  };
  return {
    tool,
    ...(version !== undefined && { version }),
    mark: markOfRun(run),
    remembered(value) {
      const result = shape(value);
      const mark = markOfResult(result);
      const physical = shape(shape(list(result.locations)[0]).physicalLocation);
      const found = places.at(physical.artifactLocation);
      const line = mark.wholeFile ? undefined : places.line(physical);
      const at = (path: string): Place => ({ path, ...(line !== undefined && { line }) });
      return {
        mark,
        result: {
          tool,
          kind: mark.kind,
          severity: mark.severity,
          ...(found?.path !== undefined && { place: at(found.path) }),
          ...(found &&
            found.path === undefined &&
            !namesNoFile(found.uri) && { elsewhere: at(pathElsewhere(found.uri)) }),
          ...(mark.carried && { isCarried: true }),
          subject: mark.subject,
          ...(mark.suppressed !== undefined && { suppressed: { by: 'tool', reason: mark.suppressed } }),
          rule: ruleFor(result),
          sarif: withoutMark(result as unknown as Result),
        },
      };
    },
  };
}
