import type { AnyNode, Node, Program } from 'acorn';

/** What differs from run to run, and by what a function reaches it without naming it. */
const VARIES = new Set(['Date', 'random', 'crypto', 'performance', 'requestId', 'arguments', 'globalThis', 'eval']);

/** What of an event may be handed on as a whole: its request's id is in its context. */
const PARTS = new Set(['request', 'response', 'viewer', 'version']);

/**
 * Whether what a function returns follows from its event and its stores alone, the id of the request apart: it asks for no time, chance or
 * request id, hands on neither its event nor the context of that as a whole, and has no variables that stay from one run to the next. In
 * doubt it is not.
 */
export function isRepeatable(program: Program): boolean {
  const event = program.body.flatMap((node) => {
    const [first] = node.type === 'FunctionDeclaration' && node.id?.name === 'handler' ? node.params : [];
    return first?.type === 'Identifier' ? [first] : [];
  })[0];
  if (!event || !program.body.every(keepsNothing)) return false;
  const locals = new Set<string>();
  let isSo = true;
  const see = (node: AnyNode, parents: readonly AnyNode[]) => {
    if (node.type === 'ThisExpression') isSo = false;
    if (node.type === 'Literal' && typeof node.value === 'string' && VARIES.has(node.value)) isSo = false;
    if (node.type === 'Identifier') {
      if (VARIES.has(node.name)) isSo = false;
      if (node.name === 'Math' && memberOf(node, parents) === undefined) isSo = false;
      if (node.name === event.name && node !== event && !isPart(node, parents)) isSo = false;
    }
    for (const name of namesIn(node)) locals.add(name);
  };
  walk(program, see);
  // What is written to must be of this run.
  walk(program, (node) => {
    const written =
      node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : undefined;
    if (!written) return;
    const root = rootOf(written);
    if (root === undefined || !locals.has(root)) isSo = false;
  });
  return isSo;
}

/** The name of the member that is asked of an object, as `name` in `object.name`; undefined where all of the object is used. */
function memberOf(node: AnyNode, [parent]: readonly AnyNode[]): string | undefined {
  if (parent?.type !== 'MemberExpression' || parent.object !== node || parent.computed) return undefined;
  return parent.property.type === 'Identifier' ? parent.property.name : '';
}

/** Whether of an event a part is asked for that may be handed on, or a member of its context. */
function isPart(event: AnyNode, parents: readonly AnyNode[]): boolean {
  const [parent, ...above] = parents;
  const asked = memberOf(event, parents) ?? '';
  return PARTS.has(asked) || (asked === 'context' && !!parent && memberOf(parent, above) !== undefined);
}

function keepsNothing(node: AnyNode): boolean {
  if (node.type === 'ImportDeclaration' || node.type === 'FunctionDeclaration' || node.type === 'EmptyStatement')
    return true;
  if (node.type !== 'VariableDeclaration' || node.kind !== 'const') return false;
  return node.declarations.every(({ init }) => init?.type === 'Literal' && !init.regex);
}

/** The parameters and the variables that a node declares within a function. */
function namesIn(node: AnyNode): readonly string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return namesOf([node.id]);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return namesOf(node.params);
    default:
      return [];
  }
}

function namesOf(declared: readonly AnyNode[]): readonly string[] {
  return declared.flatMap((one) => (one.type === 'Identifier' ? [one.name] : []));
}

function rootOf(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? rootOf(node.object as AnyNode) : undefined;
}

function walk(
  node: Node,
  see: (node: AnyNode, parents: readonly AnyNode[]) => void,
  parents: readonly AnyNode[] = [],
): void {
  see(node as AnyNode, parents);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) walk(child, see, [node as AnyNode, ...parents]);
  }
}

/** Whether a value of a node is one itself. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
