// ncc reads each file of each bundle anew, and its loaders take two thirds of the time: one parses a file for what it reads of the
// disk, one makes JavaScript of TypeScript. Bundles share most of their files, and what a loader makes of a file depends on the file
// and on the loader's options alone. So a process that makes several bundles asks once for each file, and the bytes are the same.
import { createRequire } from 'node:module';
import path from 'node:path';

/** What we use of a loader's context: https://webpack.js.org/api/loaders/#the-loader-context */
interface Context {
  readonly resource: string;
  /** The loader's options. */
  readonly query: unknown;
  readonly _compilation: object;
  readonly _module: { getNumberOfErrors(): number; getNumberOfWarnings(): number };
  readonly callback: Callback;
  readonly emitFile: (...file: unknown[]) => unknown;
  async(): Callback;
}

type Callback = (error: unknown, output?: string | Uint8Array, map?: unknown) => void;
type Loader = (this: Context, input: string | Uint8Array, map?: unknown) => unknown;

/** What a loader made of a file. */
interface Made {
  readonly input: string;
  readonly output: string;
  readonly map: unknown;
}

/** Has ncc's loaders remember what they made, in this process. Before ncc is loaded. */
export function rememberWhatLoadersMake(): void {
  const require = createRequire(import.meta.url);
  const folder = path.join(path.dirname(require.resolve('@vercel/ncc')), 'loaders');
  // A file that it changes may refer to an asset, whose name belongs to one bundle.
  remember(path.join(folder, 'relocate-loader.js'), ({ input, output }) => input === output);
  remember(path.join(folder, 'ts-loader.js'), () => true);

  function remember(file: string, serves: (made: Made) => boolean): void {
    const loader: Loader = require(file);
    const loaded = require.cache[file];
    if (!loaded) throw new Error(`${file} is not among the modules that are loaded.`);
    loaded.exports = Object.assign(remembering(loader, serves), loader);
  }
}

function remembering(loader: Loader, serves: (made: Made) => boolean): Loader {
  const known = new Map<string, Made>();
  const begun = new WeakSet<object>();
  return function (source, map) {
    const input = String(source);
    const key = `${JSON.stringify(this.query)} ${this.resource}`;
    const made = known.get(key);
    // The first file of each bundle is the loader's own: it prepares the bundle by it.
    if (made?.input === input && begun.has(this._compilation)) return this.callback(null, made.output, made.map);
    begun.add(this._compilation);

    let emitted = false;
    const watched = (callback: Callback) => (error: unknown, output?: string | Uint8Array, outputMap?: unknown) => {
      const clean = this._module.getNumberOfErrors() === 0 && this._module.getNumberOfWarnings() === 0;
      if (!error && output !== undefined && clean && !emitted) {
        const fresh: Made = { input, output: String(output), map: outputMap };
        if (serves(fresh)) known.set(key, fresh);
      }
      callback(error, output, outputMap);
    };
    const context: Context = Object.create(this, {
      callback: { value: watched((...result) => this.callback(...result)) },
      async: { value: () => watched(this.async()) },
      emitFile: {
        value: (...file: unknown[]) => {
          emitted = true;
          return this.emitFile(...file);
        },
      },
    });
    return loader.call(context, source, map);
  };
}
