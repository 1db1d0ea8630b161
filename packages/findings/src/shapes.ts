/** What stands in a report where an object should be: nothing of it is believed before it is asked for. */
export type Shape = Readonly<Record<string, unknown>>;

const empty: Shape = Object.freeze(Object.create(null));

/** An object; an empty one for all else, so that what is missing and what is of another shape read alike. */
export function shape(value: unknown): Shape {
  return isShape(value) ? value : empty;
}

/** Whether it is an object and no list. */
export function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list; an empty one for all else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text; undefined for all else, and for an empty one. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a list. */
export function texts(value: unknown): readonly string[] {
  return list(value).filter((one): one is string => typeof one === 'string');
}

/** What an object has of its own under a name, so that `constructor` and `__proto__` are ordinary names. */
export function own(value: unknown, name: string): unknown {
  return isShape(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** An address of the web; undefined for all else. GitHub and SARIF's own tools refuse what is no URI, and a page must not link to it. */
export function link(value: unknown): string | undefined {
  return typeof value === 'string' && /^https?:\/\/\S+$/i.test(value) && URL.canParse(value) ? value : undefined;
}
