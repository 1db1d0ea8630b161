// AWS's Node runtimes bring the AWS SDK; here functions find the clients that this workspace has.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html#nodejs-sdk-included

import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const ours = createRequire(import.meta.url);

/**
 * From now on, what a function of this thread requires or imports of the SDK and does not pack itself is the workspace's.
 * What the workspace lacks fails by its name.
 */
export function bringSdk(): void {
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!isSdk(specifier) || !isMissing(error)) throw error;
        return { url: ofWorkspace(specifier), format: 'commonjs', shortCircuit: true };
      }
    },
  });
}

function isSdk(specifier: string): boolean {
  return specifier.startsWith('@aws-sdk/') || specifier.startsWith('@smithy/');
}

function isMissing(error: unknown): boolean {
  return ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes((error as { code?: string }).code ?? '');
}

function ofWorkspace(specifier: string): string {
  try {
    return pathToFileURL(ours.resolve(specifier)).href;
  } catch {
    const message = `Cannot find package '${specifier}': of the AWS SDK, the local cloud has ${clients().join(', ')}; pack it with the function`;
    throw Object.assign(new Error(message), { code: 'MODULE_NOT_FOUND' });
  }
}

/** The clients that this package depends on. */
function clients(): readonly string[] {
  const manifest = readFileSync(new URL('../../../../../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(manifest) as { dependencies: Readonly<Record<string, string>> };
  return Object.keys(dependencies).filter((name) => name.startsWith('@aws-sdk/client-'));
}

/** The folder that this workspace's packages are in, by its real path. */
export function packagesFolder(): string {
  const found = ours.resolve('@aws-sdk/client-s3');
  return found.slice(0, found.indexOf('node_modules') + 'node_modules'.length);
}
