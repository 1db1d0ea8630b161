import { NormalizedSchema } from '@smithy/core/schema';

/** A shape of an AWS model, as the SDK clients export it. */
export type Shape = NormalizedSchema;

/** A member of a structure; `required` as AWS's model has it. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly traits: Traits;
  readonly required: boolean;
}

/** The traits that decide where and how a member travels, under the names that `@smithy/core` gives them. */
export interface Traits {
  readonly httpLabel?: number;
  readonly httpQuery?: string;
  readonly httpQueryParams?: number;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: number;
  readonly httpResponseCode?: number;
  readonly sensitive?: number;
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly xmlFlattened?: number;
  readonly xmlAttribute?: number;
  readonly xmlNamespace?: readonly [prefix: string, uri: string];
}

const known = new WeakMap<object, readonly Member[]>();

/** Normalises a schema as exported; `unit` is the shape of nothing. */
export function shapeOf(schema: unknown): Shape {
  return NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0]);
}

/** Members of a structure, union or error, in the model's order; none for `unit`. */
export function membersOf(shape: Shape): readonly Member[] {
  if (!shape.isStructSchema()) return [];
  const tuple = shape.getSchema() as unknown as readonly unknown[];
  const seen = known.get(tuple);
  if (seen) return seen;
  // The tuple ends with how many members are required; those come first.
  const required = Number(tuple[6] ?? 0);
  const members = [...shape.structIterator()].map(([name, member], index) => ({
    name,
    shape: member,
    traits: traitsOf(member),
    required: index < required,
  }));
  known.set(tuple, members);
  return members;
}

/** Traits of a shape, those of the member before those of what it points to. */
export function traitsOf(shape: Shape): Traits {
  return shape.getMergedTraits() as Traits;
}

/** Whether a member travels in the document, not in the URI, a header or the status line. */
export function inDocument({ traits }: Member): boolean {
  return (
    !traits.httpLabel &&
    traits.httpQuery === undefined &&
    !traits.httpQueryParams &&
    traits.httpHeader === undefined &&
    traits.httpPrefixHeaders === undefined &&
    !traits.httpResponseCode
  );
}
