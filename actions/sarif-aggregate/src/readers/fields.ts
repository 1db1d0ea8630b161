import { UnreadableReport } from '@actions-aws/findings';

/**
 * An object of a report, and where it stands in it. What is read of it is checked as it is read, and what is wrong is said by the
 * place alone: a report may hold secrets, so that no error quotes from it.
 */
export interface Fields {
  readonly of: Readonly<Record<string, unknown>>;
  /** From the report down: names of fields, and numbers of entries, from 0. */
  readonly where: Where;
}

type Where = readonly (string | number)[];

/** What is absent and what is null are the same to all tools. */
type Absent = undefined;

/** Whether it is an object, neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first entry of a list of objects; absent where it is anything else. */
export function firstOf(value: unknown): Readonly<Record<string, unknown>> | Absent {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return isObject(first) ? first : undefined;
}

/** A report that is an object. */
export function reportOf(document: unknown): Fields {
  return objectAt(document, []);
}

/** A report that is a list of objects. */
export function entriesOf(document: unknown): readonly Fields[] {
  return objectsAt(document, []);
}

/** Text that must be there, and not be empty. */
export function text(fields: Fields, key: string): string {
  return maybeText(fields, key) ?? missing(fields, key);
}

/** Text; empty text is none. */
export function maybeText(fields: Fields, key: string): string | Absent {
  const value = fields.of[key];
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : wrong(value, [...fields.where, key], 'text');
}

/** Text or a number, as text: tools change their minds on what an id is. */
export function id(fields: Fields, key: string): string {
  const value = fields.of[key];
  return typeof value === 'number' ? String(value) : text(fields, key);
}

/** A number. */
export function maybeNumber(fields: Fields, key: string): number | Absent {
  const value = fields.of[key];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' ? value : wrong(value, [...fields.where, key], 'a number');
}

/** Whether it is true; absent is not. */
export function flag(fields: Fields, key: string): boolean {
  const value = fields.of[key];
  if (value === undefined || value === null) return false;
  return typeof value === 'boolean' ? value : wrong(value, [...fields.where, key], 'true or false');
}

/** The number of a line or column, from 1, also as text such as `79-81`; 0 and less are what tools write where they know none. */
export function maybeLine(fields: Fields, key: string): number | Absent {
  const value = fields.of[key];
  const line = typeof value === 'string' ? Number.parseInt(value, 10) : maybeNumber(fields, key);
  return line !== undefined && Number.isSafeInteger(line) && line > 0 ? line : undefined;
}

/** An object that must be there. */
export function object(fields: Fields, key: string): Fields {
  return maybeObject(fields, key) ?? missing(fields, key);
}

/** An object. */
export function maybeObject(fields: Fields, key: string): Fields | Absent {
  const value = fields.of[key];
  return value === undefined || value === null ? undefined : objectAt(value, [...fields.where, key]);
}

/** A list of objects that must be there. */
export function objects(fields: Fields, key: string): readonly Fields[] {
  const value = fields.of[key];
  if (value === undefined || value === null) return missing(fields, key);
  return objectsAt(value, [...fields.where, key]);
}

/** A list of objects; none is an empty one. */
export function maybeObjects(fields: Fields, key: string): readonly Fields[] {
  const value = fields.of[key];
  return value === undefined || value === null ? [] : objectsAt(value, [...fields.where, key]);
}

/** What an object holds that maps names to objects; none is an empty one. */
export function members(fields: Fields, key: string): readonly (readonly [name: string, member: Fields])[] {
  const map = maybeObject(fields, key);
  return map === undefined ? [] : membersOf(map);
}

/** The same of an object at hand. An entry is named by its number, since its name may be anything. */
export function membersOf(map: Fields): readonly (readonly [name: string, member: Fields])[] {
  return Object.entries(map.of).map(([name, value], index) => [name, objectAt(value, [...map.where, index])]);
}

/** What an object holds that maps names to lists of objects; none is an empty one. */
export function memberLists(
  fields: Fields,
  key: string,
): readonly (readonly [name: string, entries: readonly Fields[]])[] {
  const map = maybeObject(fields, key);
  if (map === undefined) return [];
  return Object.entries(map.of).map(([name, value], index) => [name, objectsAt(value, [...map.where, index])]);
}

/** A list of text; none is an empty one, one text is a list of it, and empty text is left out. */
export function texts(fields: Fields, key: string): readonly string[] {
  const value = fields.of[key];
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return wrong(value, [...fields.where, key], 'a list');
  return value
    .map((one: unknown, index) => (typeof one === 'string' ? one : wrong(one, [...fields.where, key, index], 'text')))
    .filter((one) => one !== '');
}

/** A list of anything; none is an empty one. */
export function list(fields: Fields, key: string): readonly unknown[] {
  const value = fields.of[key];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : wrong(value, [...fields.where, key], 'a list');
}

/** Ends the reading: this place of the report is not as the tool writes it. */
export function refuse(fields: Fields, why: string): never {
  throw new UnreadableReport('malformed', `${sentence(fields.where)} ${why}.`);
}

function objectsAt(value: unknown, where: Where): readonly Fields[] {
  if (!Array.isArray(value)) return wrong(value, where, 'a list');
  return value.map((entry: unknown, index) => objectAt(entry, [...where, index]));
}

function objectAt(value: unknown, where: Where): Fields {
  return isObject(value) ? { of: value, where } : wrong(value, where, 'an object');
}

function missing(fields: Fields, key: string): never {
  return refuse(fields, `has no "${key}"`);
}

function wrong(value: unknown, where: Where, wanted: string): never {
  throw new UnreadableReport('malformed', `${sentence(where)} is ${kindOf(value)}, not ${wanted}.`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? 'text' : 'a number';
}

function sentence(where: Where): string {
  const words = placeIn(where);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function placeIn(where: Where): string {
  const last = where.at(-1);
  if (last === undefined) return 'the report';
  const rest = where.slice(0, -1);
  if (typeof last === 'number') return `the ${ordinal(last + 1)} entry of ${placeIn(rest)}`;
  return rest.length === 0 ? `"${last}"` : `"${last}" of ${placeIn(rest)}`;
}

function ordinal(number: number): string {
  const tens = number % 100;
  const ending = tens > 10 && tens < 14 ? undefined : ['st', 'nd', 'rd'][(number % 10) - 1];
  return `${number}${ending ?? 'th'}`;
}
