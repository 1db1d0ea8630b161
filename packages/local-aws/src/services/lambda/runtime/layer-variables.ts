import { existsSync } from 'node:fs';
import path from 'node:path';
import { LaunchError } from './process/launch-error.ts';

/** Variables that are lists of folders. */
const lists = new Set(['PATH', 'LD_LIBRARY_PATH', 'NODE_PATH', 'PYTHONPATH']);

/**
 * What Lambda sets so that layers are found (https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html), with the folder
 * that stands for /opt. LD_LIBRARY_PATH is for what the function starts: a worker or process has read it when it begins.
 */
export function layerVariables(runtime: string, taskRoot: string, opt: string): Record<string, string> {
  const within = (...folders: string[]) => folders.map((folder) => path.join(opt, folder));
  const major = /^nodejs(\d+)/.exec(runtime)?.[1];
  return {
    LD_LIBRARY_PATH: [taskRoot, path.join(taskRoot, 'lib'), ...within('lib')].join(path.delimiter),
    ...(major === undefined
      ? { PYTHONPATH: within(`python/lib/${runtime}/site-packages`, 'python').join(path.delimiter) }
      : { NODE_PATH: within(`nodejs/node${major}/node_modules`, 'nodejs/node_modules').join(path.delimiter) }),
  };
}

/**
 * A function's own variables, with what is below /opt as it is in the unpacked layers: folders of lists, and a value that is as
 * a whole the path of something there. Any other mention of /opt would be one of this machine's: it is refused.
 */
export function inLayers(opt: string, variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, valueInLayers(opt, name, value)]));
}

function valueInLayers(opt: string, name: string, value: string): string {
  const unpacked = (folder: string) =>
    /^\/opt(\/|$)/.test(folder) ? path.join(opt, folder.slice('/opt'.length)) : folder;
  if (lists.has(name)) return value.split(':').map(unpacked).join(path.delimiter);
  if (!/(^|[^\w.-])\/opt(\/|$)/.test(value)) return value;
  // A program that AWS would start in the place of the runtime.
  if (name !== 'AWS_LAMBDA_EXEC_WRAPPER' && value.startsWith('/opt') && existsSync(unpacked(value)))
    return unpacked(value);
  throw new LaunchError(
    `the variable ${name} names /opt in ${JSON.stringify(value)}: on the local cloud layers are unpacked elsewhere, and only a value that is as a whole the path of a file in a layer is changed`,
  );
}

/** Refuses a handler that is named by its place in a layer. */
export function assertRelative(handler: string): void {
  if (!handler.startsWith('/opt/')) return;
  throw new LaunchError(
    `the handler ${handler} names /opt: on the local cloud layers are unpacked elsewhere; name it as a module, which is found in layers, too`,
  );
}
