import { type AnyNode, type Node, parse } from 'acorn';
import { isNode, isRepeatable } from './repeatable.ts';

/** A function's code, as it is run here: its import of `cloudfront` is a constant. */
export interface Parsed {
  readonly source: string;
  /** See {@link isRepeatable}. */
  readonly isRepeatable: boolean;
}

/**
 * What the runtime 2.0 knows beyond ECMAScript 5.1, by https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html:
 * `const` and `let`, arrow functions, rest parameters, template literals, `**`, `async` and `await`, and the import of `cloudfront`. What
 * that page does not list is refused, though the engine may know it.
 */
const KNOWN = new Set<AnyNode['type']>([
  ...(['Program', 'ImportDeclaration', 'ImportDefaultSpecifier', 'EmptyStatement', 'BlockStatement'] as const),
  ...(['ExpressionStatement', 'IfStatement', 'LabeledStatement', 'BreakStatement', 'ContinueStatement'] as const),
  ...(['SwitchStatement', 'SwitchCase', 'ReturnStatement', 'ThrowStatement', 'TryStatement', 'CatchClause'] as const),
  ...(['WhileStatement', 'DoWhileStatement', 'ForStatement', 'ForInStatement', 'FunctionDeclaration'] as const),
  ...(['VariableDeclaration', 'VariableDeclarator', 'ThisExpression', 'ArrayExpression', 'ObjectExpression'] as const),
  ...(['Property', 'FunctionExpression', 'ArrowFunctionExpression', 'UnaryExpression', 'UpdateExpression'] as const),
  ...(['BinaryExpression', 'LogicalExpression', 'AssignmentExpression', 'ConditionalExpression'] as const),
  ...(['CallExpression', 'NewExpression', 'MemberExpression', 'SequenceExpression', 'AwaitExpression'] as const),
  ...(['TemplateLiteral', 'TemplateElement', 'Identifier', 'Literal', 'RestElement'] as const),
]);

/** Reads a function's code. Throws a SyntaxError for what the runtime does not know. */
export function parsed(code: string): Parsed {
  const program = parse(code, { ecmaVersion: 2022, sourceType: 'module', locations: true });
  let source = code;
  walk(program, (node) => {
    const unknown = unknownIn(node);
    if (unknown !== undefined) throw new SyntaxError(`${unknown} is not known to the runtime (${placeOf(node)})`);
  });
  for (const node of [...program.body].reverse()) {
    if (node.type !== 'ImportDeclaration') continue;
    const [only] = node.specifiers;
    if (node.source.value !== 'cloudfront' || only?.type !== 'ImportDefaultSpecifier' || node.specifiers.length > 1)
      throw new SyntaxError(`only the default of 'cloudfront' can be imported here (${placeOf(node)})`);
    source = `${source.slice(0, node.start)}const ${only.local.name} = $cloudfront;${source.slice(node.end)}`;
  }
  return { source, isRepeatable: isRepeatable(program) };
}

function unknownIn(node: AnyNode): string | undefined {
  if (!KNOWN.has(node.type)) return node.type;
  if (node.type === 'Property' && (node.shorthand || node.computed || node.method))
    return 'a property in short, computed or as a method';
  if ('generator' in node && node.generator) return 'a generator';
  if ((node.type === 'MemberExpression' || node.type === 'CallExpression') && node.optional) return 'an optional chain';
  if (node.type === 'LogicalExpression' && node.operator === '??') return '??';
  if (node.type === 'AssignmentExpression' && /^(\|\||&&|\?\?)=$/.test(node.operator)) return node.operator;
  if (node.type === 'CatchClause' && !node.param) return 'catch without a name';
  return node.type === 'Literal' && node.bigint ? 'a BigInt' : undefined;
}

function walk(node: Node, see: (node: AnyNode) => void): void {
  see(node as AnyNode);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, see);
  }
}

function placeOf({ loc }: Node): string {
  return `line ${loc?.start.line}`;
}
