import path from 'node:path';
import { type Import, importsOf } from './imports.ts';
import { isSource, type Tree } from './tree.ts';

/** Packages in which any file may use an SDK client. */
const sdkPackages = ['aws', 'local-aws', 'demo', 'testing', 'bench', 'act'];

/** Files of an action that decide or describe, and so never meet an SDK; where there are many, whole shelves. */
const pure = /^actions\/[^/]+\/src\/(?:plan|report|inputs)(?:\.ts|\/.+)$/;
const plans = /^actions\/[^/]+\/src\/plan(?:\.ts|\/.+)$/;

/** Imports that are right in themselves but stand in the wrong file, as sentences. */
export function wrongHomes(tree: Tree): string[] {
  return [...tree].flatMap(([file, text]) => {
    if (!isSource(file) || !file.includes('/src/')) return [];
    return importsOf(file, text).flatMap((imported) => {
      const wrong =
        wrongSdkHome(file, text, imported) ??
        wrongWiring(file, imported) ??
        wrongService(file, imported) ??
        wrongDomain(file, imported) ??
        wrongPlan(tree, file, imported);
      return wrong ? [`${file} imports ${imported.specifier}: ${wrong}`] : [];
    });
  });
}

/** What signs by SigV4a: in JavaScript. AWS's other one is native, so that no bundle could have it. */
const SIGNER = '@aws-sdk/signature-v4a';
const NATIVE = ['@aws-sdk/signature-v4-crt', '@aws-sdk/crt-loader', 'aws-crt'];

/** The adapter to the data plane of key value stores, which alone is asked by SigV4a. */
const SIGNED = 'packages/site/src/pointer/key-value-store/client.ts';

/** Imports of what signs by SigV4a outside of its adapter, as sentences; of the native one anywhere, and where a package lists it. */
export function wrongSigners(tree: Tree): string[] {
  return [...tree].flatMap(([file, text]) => {
    if (/^(actions|packages)\/[^/]+\/package\.json$/.test(file)) {
      const { dependencies, devDependencies, optionalDependencies } = JSON.parse(text) as Readonly<
        Record<string, object>
      >;
      const listed = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
      return listed
        .filter((name) => NATIVE.includes(name))
        .map((name) => `${file} lists ${name}: it is native; ${SIGNER} signs as well.`);
    }
    if (!isSource(file) || !/^(actions|packages)\//.test(file)) return [];
    return importsOf(file, text).flatMap(({ specifier }) => {
      if (NATIVE.includes(specifier)) return [`${file} imports ${specifier}: it is native; ${SIGNER} signs as well.`];
      const isOther = specifier === SIGNER && file.includes('/src/') && file !== SIGNED;
      return isOther ? [`${file} imports ${specifier}: ${SIGNED} alone does.`] : [];
    });
  });
}

/**
 * Hooks of tests in files that only support tests, as sentences. The files of tests of one worker share what they import, so that such
 * a hook would be registered for the first of them and for no other.
 */
export function wrongHooks(tree: Tree): string[] {
  return [...tree].flatMap(([file, text]) => {
    if (!/^(actions|packages)\//.test(file) || !isSource(file) || /\.test\.[cm]?[jt]s$/.test(file)) return [];
    const hook = /^(?:beforeAll|beforeEach|afterAll|afterEach)(?=\()/m.exec(text)?.[0];
    return hook
      ? [`${file} calls ${hook} as it is loaded: only the first file of tests that imports it gets the hook.`]
      : [];
  });
}

/** An adapter takes a client and speaks our words: mostly a function `awsX(client)` that gives a port. */
const adapter = /^export (?:async )?function \w+\([^)]*: \w+Client\b/m;

function wrongSdkHome(file: string, text: string, { specifier, typeOnly }: Import): string | undefined {
  const [kind, name] = file.split('/');
  if (!isSdk(specifier) || (kind === 'packages' && sdkPackages.includes(name ?? ''))) return undefined;
  if (pure.test(file)) return 'what decides or describes knows no SDK.';
  const allowed = typeOnly || adapter.test(text) || (kind === 'actions' && file.endsWith('/src/wiring.ts'));
  return allowed
    ? undefined
    : 'SDK calls live in `wiring.ts` and in adapters, files that export a function of a client.';
}

function wrongWiring(file: string, { specifier, typeOnly, onDemand }: Import): string | undefined {
  if (!/^actions\/[^/]+\/src\//.test(file) || typeOnly || onDemand) return undefined;
  const target = path.posix.join(path.posix.dirname(file), specifier);
  if (!specifier.startsWith('.') || !target.endsWith('/src/wiring.ts')) return undefined;
  return 'it is imported on demand, by `import()`: the SDK takes longest to start.';
}

function wrongService(file: string, { specifier }: Import): string | undefined {
  const folder = 'packages/local-aws/src';
  if (!file.startsWith(`${folder}/`) || !specifier.startsWith('.')) return undefined;
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const service = target.match(/^packages\/local-aws\/src\/services\/([^/]+)\/(.+)$/);
  if (!service || file.startsWith(`${folder}/services/${service[1]}/`)) return undefined;
  // Files beside the two folders put the services together.
  const composes = !file.startsWith(`${folder}/services/`) && !file.startsWith(`${folder}/kernel/`);
  return composes || service[2] === 'ports.ts' ? undefined : 'services meet only through `ports.ts`.';
}

/** Folders of packages/testing that know no domain: each domain has a folder beside them. */
const general = ['contract', 'bundle', 'sweeps', 'simulation'];

function wrongDomain(file: string, { specifier }: Import): string | undefined {
  const [, folder] = file.match(/^packages\/testing\/src\/([^/]+)\//) ?? [];
  if (folder === undefined || !general.includes(folder)) return undefined;
  if (specifier.startsWith('@aws-sdk/client-')) return 'the general part of testing knows no service.';
  if (!specifier.startsWith('.')) return undefined;
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const [, home = ''] = target.match(/^packages\/testing\/src\/([^/]+)\//) ?? [];
  return general.includes(home)
    ? undefined
    : 'the general part of testing knows no domain: a domain hands in what it is.';
}

/** Biome sees a plan's own imports; this sees what a plan runs through its neighbours. */
function wrongPlan(tree: Tree, file: string, { specifier, typeOnly }: Import): string | undefined {
  if (!plans.test(file) || typeOnly || !specifier.startsWith('.')) return undefined;
  const reached = [path.posix.join(path.posix.dirname(file), specifier)];
  for (const neighbour of reached) {
    for (const { specifier: next, typeOnly: erased } of importsOf(neighbour, tree.get(neighbour) ?? '')) {
      if (erased) continue;
      if (next.startsWith('node:') || isSdk(next)) return `a plan is pure, and ${neighbour} imports ${next}.`;
      const target = path.posix.join(path.posix.dirname(neighbour), next);
      if (next.startsWith('.') && !reached.includes(target)) reached.push(target);
    }
  }
  return undefined;
}

function isSdk(specifier: string): boolean {
  return /^@(aws-sdk|smithy)\//.test(specifier);
}
