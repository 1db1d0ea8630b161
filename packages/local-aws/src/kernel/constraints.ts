// What AWS's models ask of members beyond presence and type. The SDK's schemas leave it out: services hold tables of what
// matters, and this checks them, in the words of AWS's validators as recorded by localstack's aws-validated tests.

import { unwatched } from './takes.ts';

/** What AWS's model asks of a member beyond its type. */
export type Constraint =
  | { readonly kind: 'text'; readonly min?: number; readonly max?: number; readonly pattern?: string }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly fraction?: boolean }
  | { readonly kind: 'list'; readonly min?: number; readonly max?: number; readonly member: Constraint }
  | { readonly kind: 'map'; readonly key: Constraint; readonly value: Constraint };

/** What an input breaks. */
export interface Broken {
  /** In AWS's words, such as `Value 'x' at 'functionName' failed to satisfy constraint: …`. */
  readonly violations: readonly string[];
  /** Paths of integers that are none. */
  readonly fractions: readonly string[];
}

/** Checks an input. `constraintOf` knows members by their path from the input's root, such as `Code.S3Bucket`. */
export function violationsOf(input: object, constraintOf: (path: string) => Constraint | undefined): Broken {
  const broken: { violations: string[]; fractions: string[] } = { violations: [], fractions: [] };
  visit('', unwatched(input));
  return broken;

  function visit(prefix: string, structure: object): void {
    for (const [member, value] of Object.entries(structure)) {
      const path = prefix + member;
      const constraint = constraintOf(path);
      if (value === undefined || value === null) {
        continue;
      }
      if (constraint === undefined) {
        if (isStructure(value)) {
          visit(`${path}.`, value);
        }
        continue;
      }
      if (constraint.kind === 'number' && !constraint.fraction && !Number.isInteger(value)) {
        broken.fractions.push(path);
      }
      const at = path.replaceAll(/(^|\.)([A-Z])/g, (_, dot: string, letter: string) => dot + letter.toLowerCase());
      for (const rule of violations(constraint, value)) {
        broken.violations.push(`Value '${shown(constraint, value)}' at '${at}' failed to satisfy constraint: ${rule}`);
      }
    }
  }
}

/** All violations in one sentence. */
export function counted(violations: readonly string[]): string {
  return `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: ${violations.join('; ')}`;
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function violations(constraint: Constraint, value: unknown): string[] {
  switch (constraint.kind) {
    case 'text': {
      const broken = bounds('length', (value as string).length, constraint);
      if (constraint.pattern !== undefined && !new RegExp(`^(?:${constraint.pattern})$`, 'su').test(value as string)) {
        broken.push(`Member must satisfy regular expression pattern: ${constraint.pattern}`);
      }
      return broken;
    }
    case 'choice':
      return constraint.of.includes(value as string)
        ? []
        : [`Member must satisfy enum value set: [${constraint.of.join(', ')}]`];
    case 'number':
      return bounds('value', value as number, constraint);
    case 'list': {
      const list = value as unknown[];
      const broken = bounds('length', list.length, constraint);
      if (list.some((member) => violations(constraint.member, member).length > 0)) {
        broken.push(`Member must satisfy constraint: [${rules(constraint.member)}]`);
      }
      return broken;
    }
    case 'map': {
      const broken: string[] = [];
      const entries = Object.entries(value as object);
      if (entries.some(([key]) => violations(constraint.key, key).length > 0)) {
        broken.push(`Map keys must satisfy constraint: [${rules(constraint.key, false)}]`);
      }
      if (entries.some(([, member]) => violations(constraint.value, member).length > 0)) {
        broken.push(`Map value must satisfy constraint: [${rules(constraint.value)}]`);
      }
      return broken;
    }
  }
}

function bounds(what: 'length' | 'value', size: number, constraint: { min?: number; max?: number }): string[] {
  const broken: string[] = [];
  const { min, max } = constraint;
  if (min !== undefined && size < min) {
    broken.push(`Member must have ${what} greater than or equal to ${number(min, constraint)}`);
  }
  if (max !== undefined && size > max) {
    broken.push(`Member must have ${what} less than or equal to ${number(max, constraint)}`);
  }
  return broken;
}

/** All rules of a member, in the order in which AWS lists them for collections. */
function rules(constraint: Constraint, notNull = true): string {
  const all: string[] = [];
  if (constraint.kind === 'text' || constraint.kind === 'number' || constraint.kind === 'list') {
    const what = constraint.kind === 'number' ? 'value' : 'length';
    if (constraint.max !== undefined) {
      all.push(`Member must have ${what} less than or equal to ${number(constraint.max, constraint)}`);
    }
    if (constraint.min !== undefined) {
      all.push(`Member must have ${what} greater than or equal to ${number(constraint.min, constraint)}`);
    }
  }
  if (constraint.kind === 'text' && constraint.pattern !== undefined) {
    all.push(`Member must satisfy regular expression pattern: ${constraint.pattern}`);
  }
  if (constraint.kind === 'choice') {
    all.push(`Member must satisfy enum value set: [${constraint.of.join(', ')}]`);
  }
  if (notNull) {
    all.push('Member must not be null');
  }
  return all.join(', ');
}

/** Java's way to print a value. */
function shown(constraint: Constraint, value: unknown): string {
  if (constraint.kind === 'list') {
    return `[${(value as unknown[]).map((member) => shown(constraint.member, member)).join(', ')}]`;
  }
  if (constraint.kind === 'map') {
    const entries = Object.entries(value as object);
    return `{${entries.map(([key, member]) => `${key}=${shown(constraint.value, member)}`).join(', ')}}`;
  }
  return constraint.kind === 'number' ? number(value as number, constraint) : String(value);
}

function number(value: number, constraint: object): string {
  const fraction = 'fraction' in constraint && constraint.fraction === true;
  return fraction && Number.isInteger(value) ? `${value}.0` : String(value);
}
