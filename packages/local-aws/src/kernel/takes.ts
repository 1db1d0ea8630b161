import { AwsError } from './errors.ts';
import type { Operation } from './service.ts';
import type { OperationModel } from './wire/model.ts';
import { type Member, membersOf, type Shape } from './wire/shapes.ts';

/** What an operation says of its input. */
type Declared = Pick<Operation<never>, 'takes' | 'ignores'>;

/**
 * Throws a 501 that names what is given and not taken: what the local cloud would forget, it refuses. `input` is decoded, so
 * that it has no member that AWS's model lacks.
 */
export function refuseUntaken(operation: Declared, name: string, input: object): void {
  const untaken = given('', input, operation).filter((path) => !isTaken(operation, path));
  if (untaken.length === 0) return;
  const what = [...new Set(untaken)].join(', ');
  throw new AwsError(
    'NotImplemented',
    501,
    `The local cloud does not read ${what} of ${name}, and refuses to forget it.`,
  );
}

/** Paths of what is given, as deep as the declaration goes. */
function given(prefix: string, value: object, operation: Declared): readonly string[] {
  return Object.entries(value).flatMap(([name, item]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (item === undefined) return [];
    if (!all(operation).some((each) => each.startsWith(`${path}.`))) return [path];
    const below = Array.isArray(item) ? item : [item];
    return below.flatMap((each: object) => given(path, each, operation));
  });
}

function isTaken(operation: Declared, path: string): boolean {
  return all(operation).includes(path);
}

const declared = new WeakMap<Declared, readonly string[]>();

/** Asked for each member of each request: put together once. */
function all(operation: Declared): readonly string[] {
  const { takes, ignores = [] } = operation;
  const paths = declared.get(operation) ?? [...takes, ...ignores];
  declared.set(operation, paths);
  return paths;
}

/** An input and its headers that notice what is read of them. */
export interface Watched {
  readonly input: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;
  /** Members that were given, and that neither the input nor a header of theirs was asked for. */
  unread(): readonly string[];
}

const originals = new WeakMap<object, object>();

/** For what looks at a whole input and acts on none of it, such as the check of its bounds. */
export function unwatched<Input extends object>(input: Input): Input {
  return (originals.get(input) as Input | undefined) ?? input;
}

/** Watches what an operation reads, so that what it declares and never looks at is found. */
export function watched(
  { input: shape }: OperationModel,
  { ignores = [] }: Declared,
  input: Record<string, unknown>,
  headers: Readonly<Record<string, string>>,
): Watched {
  const read = new Set<string>();
  const noting = <Watch extends object>(target: Watch, note: (key: string) => void): Watch => {
    const proxy = new Proxy(target, {
      get(object, key) {
        if (typeof key === 'string') note(key);
        return Reflect.get(object, key);
      },
      has(object, key) {
        if (typeof key === 'string') note(key);
        return Reflect.has(object, key);
      },
      ownKeys(object) {
        // Who lists the headers looks for those of a kind; who lists an input goes on to read, or leaves out.
        if (target === headers) for (const key of Object.keys(object)) note(key);
        return Reflect.ownKeys(object);
      },
    });
    originals.set(proxy, target);
    return proxy;
  };
  const byHeader = membersByHeader(shape);
  return {
    input: noting(input, (name) => read.add(name)),
    headers: noting(headers, (header) => read.add(byHeader.get(header) ?? '')),
    unread: () =>
      Object.keys(input).filter(
        (name) => input[name] !== undefined && !read.has(name) && !ignores.includes(name) && !framing.has(name),
      ),
  };
}

const byHeaders = new WeakMap<Shape, ReadonlyMap<string, string>>();

/** The members that travel as headers, by those. */
function membersByHeader(shape: Shape): ReadonlyMap<string, string> {
  const members = byHeaders.get(shape) ?? new Map(membersOf(shape).flatMap(headerOf));
  byHeaders.set(shape, members);
  return members;
}

function headerOf({ name, traits: { httpHeader } }: Member): [string, string][] {
  return httpHeader ? [[httpHeader.toLowerCase(), name]] : [];
}

/** Of the message, not of the operation: the wire layer reads it. */
const framing = new Set(['ContentLength']);
