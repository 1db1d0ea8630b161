import type { Refusal } from '@actions-aws/action';
import type { Component } from '../components/component.ts';
import { cycleIn } from '../components/needs.ts';
import type { PatternList } from '../components/pattern-list.ts';
import { fieldsIn } from './fields.ts';
import { deadLines, type Lines, linesIn, type Place, refusal, statusesIn, text } from './lines.ts';
import { meant, NAME } from './names.ts';

/** The document that `filters` gives, with all that is wrong in it. */
export interface FiltersDocument {
  readonly components: readonly Component[];
  readonly refusals: readonly Refusal[];
  /** What can be said only when `ignore` is known, too. */
  deadBecauseOf(ignore: PatternList): readonly Refusal[];
}

/** What must be known to read the document. */
export interface Reading {
  /** Names of the action's own outputs, which no component may have. */
  readonly reserved: readonly string[];
  readonly workspace?: string | undefined;
}

/**
 * Reads components from what the document holds. A checker of its own and no schema: loading zod takes longer than all else
 * that this action does before it asks git.
 */
export function filtersIn(value: unknown, reading: Reading): FiltersDocument {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const remedy = 'Write `name: pattern`, or the name with a list of patterns below it.';
    return {
      components: [],
      refusals: [refusal('', text(value), 'must map names to patterns', remedy)],
      deadBecauseOf: () => [],
    };
  }
  const entries = Object.entries(value);
  const refusals: Refusal[] = [];
  if (entries.length === 0) refusals.push(refusal('', undefined, 'names no component'));
  const read = entries.map(([name, entry]) => {
    refusals.push(
      ...wrongName(
        name,
        entries.map(([other]) => other),
        reading.reserved,
      ),
    );
    return componentIn(name, entry, reading);
  });
  for (const one of read) refusals.push(...one.refusals);
  const components = read.map(({ component }) => component);
  refusals.push(...wrongNeeds(components));
  const dead = (ignore: PatternList) => read.flatMap(({ lines }) => deadLines(lines, ignore));
  refusals.push(...dead([]));
  return {
    components,
    refusals,
    deadBecauseOf: (ignore) => (ignore.length === 0 ? [] : dead(ignore)),
  };
}

interface ReadComponent {
  readonly component: Component;
  readonly lines: Lines;
  readonly refusals: readonly Refusal[];
}

function componentIn(name: string, entry: unknown, { workspace }: Reading): ReadComponent {
  const at = `.${name}`;
  const place = (key: string): Place => ({ at: `${at}${key}`, workspace });
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    const lines = linesIn(entry, place(''));
    return {
      component: { name, paths: lines.list, allOf: [], needs: [], fields: {} },
      lines,
      refusals: lines.refusals,
    };
  }
  const given = entry as Readonly<Record<string, unknown>>;
  const refusals: Refusal[] = [];
  const lines: Lines =
    'paths' in given ? linesIn(given.paths, place('.paths')) : { list: [], places: [], refusals: [] };
  const allOf: Lines =
    'all-of' in given ? linesIn(given['all-of'], place('.all-of')) : { list: [], places: [], refusals: [] };
  const needs = 'needs' in given ? namesIn(given.needs, `${at}.needs`) : { value: [], refusals: [] };
  const statuses = 'status' in given ? statusesIn([given.status].flat(), `${at}.status`) : undefined;
  const fields = fieldsIn(given, at);
  refusals.push(
    ...lines.refusals,
    ...allOf.refusals,
    ...needs.refusals,
    ...(statuses?.refusals ?? []),
    ...fields.refusals,
  );
  if (!('paths' in given || 'all-of' in given || 'needs' in given)) {
    refusals.push(refusal(at, undefined, 'has no `paths`', 'Name its patterns, or what it `needs`.'));
  }
  if (statuses?.value.length === 0 && statuses.refusals.length === 0) {
    refusals.push(refusal(`${at}.status`, undefined, 'is an empty list', 'Take it out to count every change.'));
  }
  const component: Component = {
    name,
    paths: lines.list,
    allOf: allOf.list,
    ...(statuses && { statuses: statuses.value }),
    needs: needs.value,
    fields: fields.value,
  };
  return { component, lines, refusals };
}

function wrongName(name: string, all: readonly string[], reserved: readonly string[]): readonly Refusal[] {
  const at = `.${name}`;
  const lower = name.toLowerCase();
  if (!NAME.test(name)) {
    const remedy =
      'It is the name of an output: begin with a letter, and use letters, digits, `-` and `_`, 100 at most.';
    return [refusal('', name, 'is no name for a component', remedy)];
  }
  if (reserved.some((output) => output === lower)) {
    return [refusal(at, undefined, 'has the name of an output of this action', 'Call the component otherwise.')];
  }
  // Expressions do not tell capitals from others: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts
  const twin = all.slice(0, all.indexOf(name)).find((other) => other.toLowerCase() === lower);
  if (twin === undefined) return [];
  return [refusal(at, undefined, `differs from \`${twin}\` in capitals only, which expressions cannot tell apart`)];
}

function wrongNeeds(components: readonly Component[]): readonly Refusal[] {
  const names = components.map(({ name }) => name);
  const unknown = components.flatMap(({ name, needs }) =>
    needs
      .filter((needed) => !names.includes(needed))
      .map((needed) => {
        const near = names.find((other) => other.toLowerCase() === needed.toLowerCase()) ?? meant(needed, names);
        const remedy = near === undefined ? `There are ${names.join(', ')}.` : `Write \`${near}\`.`;
        return refusal(`.${name}.needs`, needed, 'is no component', remedy);
      }),
  );
  const cycle = cycleIn(components);
  if (!cycle) return unknown;
  const remedy = 'Take one of these needs out: what belongs together that much is one component.';
  return [...unknown, refusal(`.${cycle[0]}.needs`, undefined, `leads in a circle: ${cycle.join(' → ')}`, remedy)];
}

function namesIn(
  value: unknown,
  at: string,
): { readonly value: readonly string[]; readonly refusals: readonly Refusal[] } {
  const all: readonly unknown[] = [value].flat(Number.POSITIVE_INFINITY);
  const names = all.filter((one) => typeof one === 'string');
  const wrong = all.filter((one) => typeof one !== 'string');
  const remedy = 'Give the name of a component, or a list of names.';
  if (all.length === 0) return { value: [], refusals: [refusal(at, undefined, 'is an empty list', remedy)] };
  return { value: names, refusals: wrong.map((one) => refusal(at, text(one), 'must be a name', remedy)) };
}
