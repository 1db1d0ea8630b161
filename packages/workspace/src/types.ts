import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What is checked at once. */
interface Program {
  readonly options: ts.CompilerOptions;
  readonly files: string[];
}

/**
 * Type-checks every package and action by its own tsconfig.json. Those with equal options share one program, because
 * reading the SDK's types is most of the time. One program may have JavaScript in it where only some of its packages do:
 * no other lists any among its files.
 *
 * @returns the errors as a person reads them; empty when there are none.
 */
export function typeErrors(root: string): string {
  const programs = new Map<string, Program>();
  const diagnostics: ts.Diagnostic[] = [];
  for (const file of tsconfigs(root)) {
    const { options, fileNames, errors } = parse(file);
    diagnostics.push(...errors);
    const { configFilePath: _, allowJs = false, checkJs = false, ...shared } = options;
    const key = JSON.stringify(shared);
    const program: Program = programs.get(key) ?? { options: shared, files: [] };
    program.files.push(...fileNames);
    program.options.allowJs ||= allowJs;
    program.options.checkJs ||= checkJs;
    programs.set(key, program);
  }
  for (const { options, files } of programs.values()) {
    diagnostics.push(...ts.getPreEmitDiagnostics(ts.createProgram({ rootNames: files, options })));
  }
  const format = process.stdout.isTTY ? ts.formatDiagnosticsWithColorAndContext : ts.formatDiagnostics;
  return format([...ts.sortAndDeduplicateDiagnostics(diagnostics)], {
    getCurrentDirectory: () => root,
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  });
}

function tsconfigs(root: string): string[] {
  return ['actions', 'packages'].flatMap((home) =>
    readdirSync(path.join(root, home)).map((name) => path.join(root, home, name, 'tsconfig.json')),
  );
}

function parse(file: string): ts.ParsedCommandLine {
  const { config, error } = ts.readConfigFile(file, ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config ?? {}, ts.sys, path.dirname(file), undefined, file);
  // A room that was only laid out has no source yet: TS18003, "No inputs were found".
  const errors = parsed.errors.filter(({ code }) => code !== 18003);
  return { ...parsed, errors: error ? [error, ...errors] : errors };
}
