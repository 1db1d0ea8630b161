import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { streams } from './streaming.ts';

/** A function's handler: async, or with a callback. */
export type Handler = (
  event: unknown,
  context: unknown,
  callback: (error: unknown, result: unknown) => void,
) => unknown;

/**
 * Finds and loads the handler that a name such as `src/index.handler` means, as AWS's runtime does
 * (aws/aws-lambda-nodejs-runtime-interface-client, src/UserFunction.js): `.js` by the nearest package.json's `type`, then
 * `.mjs`, then `.cjs`. Rejects with errors whose names are AWS's error types.
 */
export async function loadHandler(taskRoot: string, name: string, runtimeMajor: number): Promise<Handler> {
  if (name.includes('..')) {
    throw runtimeError(
      'Runtime.MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const [, file, exported] = /^([^.]*)\.(.*)$/.exec(path.basename(name)) ?? [];
  if (file === undefined || exported === undefined) {
    throw runtimeError('Runtime.MalformedHandlerName', 'Bad handler');
  }
  const loaded = await loadModule(path.resolve(taskRoot, path.dirname(name), file), file);
  const handler = exported
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], loaded);
  if (handler === undefined || handler === null) {
    throw runtimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  }
  if (runtimeMajor >= 24 && handler.length >= 3 && !streams(handler)) {
    // arithmetic/aws-lambda-ses-forwarder#154; the number of parameters decides (H4ad/serverless-adapter#378).
    throw runtimeError(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  return handler as Handler;
}

async function loadModule(base: string, file: string): Promise<unknown> {
  const require = createRequire(`${base}.js`);
  try {
    if (existsSync(`${base}.js`)) {
      return packageType(base) === 'module' ? await import(pathToFileURL(`${base}.js`).href) : require(`${base}.js`);
    }
    if (existsSync(`${base}.mjs`)) {
      return await import(pathToFileURL(`${base}.mjs`).href);
    }
    if (existsSync(`${base}.cjs`)) {
      return require(`${base}.cjs`);
    }
    if (existsSync(path.join(base, 'index.js'))) {
      return require(base);
    }
  } catch (error) {
    throw loadError(error);
  }
  throw runtimeError(
    'Runtime.ImportModuleError',
    `Error: Cannot find module '${file}'\nRequire stack:\n- /var/runtime/index.mjs`,
  );
}

function loadError(error: unknown): unknown {
  if (error instanceof SyntaxError) {
    return runtimeError('Runtime.UserCodeSyntaxError', String(error), error.stack);
  }
  const { code } = (error ?? {}) as { code?: unknown };
  // Of an ES module, ERR_MODULE_NOT_FOUND is reported as it is.
  return code === 'MODULE_NOT_FOUND'
    ? runtimeError('Runtime.ImportModuleError', String(error), (error as Error).stack)
    : error;
}

function packageType(base: string): unknown {
  for (let folder = path.dirname(base); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (existsSync(manifest)) {
      return (JSON.parse(readFileSync(manifest, 'utf8')) as { type?: unknown }).type;
    }
  }
  return undefined;
}

function runtimeError(name: string, message: string, stack?: string): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = `${name}: ${message}${stack === undefined ? '' : `\n${stack}`}`;
  return error;
}
