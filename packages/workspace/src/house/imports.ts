import ts from 'typescript';

/** One place where a file names another module. */
export interface Import {
  readonly specifier: string;
  /** Gone when the code runs: `import type`, or an import of nothing but types. */
  readonly typeOnly: boolean;
  /** `import()`: evaluated when the code comes there, if ever. */
  readonly onDemand: boolean;
}

/** By file: several rules ask for the imports of each. */
const known = new Map<string, { readonly text: string; readonly imports: readonly Import[] }>();

/** Static imports, re-exports, `import()` and `import('x').Type`, with a literal specifier. */
export function importsOf(file: string, text: string): readonly Import[] {
  const last = known.get(file);
  if (last?.text === text) return last.imports;
  const imports = parsed(file, text);
  known.set(file, { text, imports });
  return imports;
}

function parsed(file: string, text: string): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false, true);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  const add = (node: ts.Node | undefined, typeOnly: boolean, onDemand = false) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, typeOnly, onDemand });
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name || !named || ts.isNamespaceImport(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}
