import path from 'node:path';
import { importsOf } from './imports.ts';
import { isSource, type Tree } from './tree.ts';

type Arrows = Readonly<Record<string, readonly string[]>>;

/** Packages that ship in actions, which may import any of them, and which packages each of them may import. */
const shipped: Arrows = {
  action: [],
  aws: ['action'],
  git: ['action'],
  github: ['action', 'git'],
  promotion: ['action'],
  lambda: ['action', 'aws', 'promotion'],
  registry: ['action', 'aws', 'git', 'github'],
  findings: ['action'],
  checks: ['action'],
  site: ['action', 'aws', 'promotion'],
  gates: ['action', 'aws', 'promotion'],
  ecs: ['action', 'aws', 'promotion'],
};

/** Packages that prove, build and release what ships, which knows nothing of them. */
const proving: Arrows = {
  'local-aws': [],
  'local-github': [],
  testing: ['action', 'local-aws', 'local-github'],
  demo: ['action', 'local-aws', 'local-github', 'testing'],
  bench: ['local-aws', 'testing'],
  act: ['local-aws', 'local-github', 'testing'],
  workspace: ['testing'],
  release: ['workspace'],
};

/** Every package has a row; no row means that it is not decided yet where it stands. */
const arrows: Arrows = { ...shipped, ...proving };

/** What any test may import besides. */
const forTests = ['action', 'local-aws', 'local-github', 'testing'];

/** Imports and dependencies that point the wrong way, as sentences. */
export function wrongArrows(tree: Tree): string[] {
  return [...tree].flatMap(([file, text]) => {
    const home = homeOf(file);
    if (!home) return [];
    if (file === `${home.folder}/package.json`) return wrongDependencies(home, text);
    if (!isSource(file)) return [];
    return importsOf(file, text).flatMap(({ specifier }) => {
      const wrong = wrongImport(tree, home, file, specifier);
      return wrong ? [`${file} imports ${specifier}: ${wrong}`] : [];
    });
  });
}

interface Home {
  /** Such as `packages/aws`. */
  readonly folder: string;
  readonly kind: 'actions' | 'packages';
  readonly name: string;
}

function homeOf(file: string): Home | undefined {
  const [kind, name, inside] = file.split('/');
  if ((kind !== 'actions' && kind !== 'packages') || !name || !inside) return undefined;
  return { folder: `${kind}/${name}`, kind, name };
}

function wrongImport(tree: Tree, home: Home, file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    return target.startsWith(`${home.folder}/`)
      ? undefined
      : 'a file of another package is reached by that package’s name.';
  }
  const imported = ours(specifier);
  if (imported === undefined || imported === home.name) return undefined;
  if (tree.has(`actions/${imported}/package.json`)) return 'nothing imports an action.';
  const isTest = !file.startsWith(`${home.folder}/src/`);
  return refusal(home, imported, isTest);
}

function wrongDependencies(home: Home, text: string): string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text);
  return Object.entries({ dependencies, devDependencies }).flatMap(([kind, names]) =>
    Object.keys(names as object).flatMap((name) => {
      const imported = ours(name);
      const wrong = imported && refusal(home, imported, kind === 'devDependencies');
      return wrong ? [`${home.folder}/package.json lists ${name} in ${kind}: ${wrong}`] : [];
    }),
  );
}

/** The package's folder name, when the specifier names one of this repository. */
function ours(specifier: string): string | undefined {
  const [scope, name] = specifier.split('/');
  return scope === '@actions-aws' ? name : undefined;
}

function refusal(home: Home, imported: string, isTest: boolean): string | undefined {
  for (const name of home.kind === 'actions' ? [imported] : [home.name, imported]) {
    if (!arrows[name])
      return `packages/${name} has no row in the table of arrows (packages/workspace/src/house/arrows.ts).`;
  }
  if (isTest && forTests.includes(imported)) return undefined;
  if (home.kind === 'actions') return shipped[imported] ? undefined : `packages/${imported} does not ship in actions.`;
  const allowed = arrows[home.name] ?? [];
  if (allowed.includes(imported)) return undefined;
  return `${home.folder} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other package'}.`;
}
