// What is told by the files of an image's root.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where AWS's base images have their language (https://github.com/aws/aws-lambda-base-images). */
const language = 'var/lang';

/**
 * Whether an image of AWS's base runs Node or Python: by the language that is in it, or else by the handler's file. Where neither
 * is there, the reason why that cannot be told.
 */
export function languageOf(root: string, taskRoot: string, handler: string): 'node' | 'python' | { reason: string } {
  if (existsSync(path.join(root, language, 'bin/node'))) return 'node';
  if (existsSync(path.join(root, language, 'bin/python3'))) return 'python';
  const module = handler.replace(/\.[^./]*$/, '');
  const asFolders = module.replaceAll('.', '/');
  const python = [`${asFolders}.py`, `${asFolders}/__init__.py`];
  // A handler of Node may be in an object: `index.api.get`.
  const [file = ''] = /^(?:.*\/)?[^./]+/.exec(handler) ?? [];
  const node = [`${file}.js`, `${file}.mjs`, `${file}.cjs`];
  const has = (names: readonly string[]) => names.some((name) => existsSync(path.join(taskRoot, name)));
  if (has(python)) return 'python';
  if (has(node)) return 'node';
  const reason = `fork/exec /lambda-entrypoint.sh: the local cloud cannot tell the language of the image: it has neither /var/lang/bin/node nor /var/lang/bin/python3, nor a file for the handler ${handler} (${[...node, ...python].join(', ')})`;
  return { reason };
}

/** Node's major version in an image of AWS's base; undefined where it does not say. */
export function nodeMajorOf(root: string): number | undefined {
  const header = path.join(root, language, 'include/node/node_version.h');
  if (!existsSync(header)) return undefined;
  return Number(/NODE_MAJOR_VERSION (\d+)/.exec(readFileSync(header, 'utf8'))?.[1]) || undefined;
}

/** Such as `3.12`: Python's version in an image of AWS's base; undefined where it does not say. */
export function pythonVersionOf(root: string): string | undefined {
  return versions(path.join(root, language, 'lib'))[0]?.replace('python', '');
}

/** The folders of an image that its Python imports from, as they are in its root. */
export function pythonPath(root: string): readonly string[] {
  const libraries = ['opt/python/lib', 'var/lang/lib', 'usr/local/lib', 'usr/lib', 'usr/lib64'];
  const installed = libraries.flatMap((library) =>
    versions(path.join(root, library)).flatMap((version) =>
      ['site-packages', 'dist-packages'].map((packages) => path.join(root, library, version, packages)),
    ),
  );
  return [...installed, path.join(root, 'opt/python'), path.join(root, 'var/runtime')].filter((each) =>
    existsSync(each),
  );
}

function versions(library: string): readonly string[] {
  return existsSync(library) ? readdirSync(library).filter((name) => /^python3(\.\d+)?$/.test(name)) : [];
}
