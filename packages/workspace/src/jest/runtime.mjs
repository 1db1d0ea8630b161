// How jest loads a file of tests: as Node itself does, TypeScript included. jest's own loader makes a context of `node:vm` for each
// file, and loads and compiles all that it imports anew: half a second where an SDK's client is imported, a quarter of `npm test`.
// Here the files of one worker share their modules, and all workers share what Node's compile cache has. No module is mocked in
// this repository, and nothing else needs jest's loader.
//
// So modules keep no state that one file of tests could leave to the next: what a test needs is made by calls, and hooks are
// registered in the files of tests alone, to which `packages/workspace/src/house` sees. For the process `environment.mjs` does.
import { createRequire } from 'node:module';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import Runtime from 'jest-runtime';

/** Of the file of tests under way: jest's own handlers of its events. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');

const { getBuiltinModule } = process;

class NodeRuntime extends Runtime {
  /** @param {ConstructorParameters<typeof Runtime>} given */
  constructor(...given) {
    super(...given);
    // jest replaces it by one that gives the modules of a context.
    process.getBuiltinModule = getBuiltinModule;
  }

  /** @override */
  unstable_shouldLoadAsEsm() {
    return true;
  }

  /**
   * @override
   * @param {string} from a file of tests
   */
  async unstable_importModule(from) {
    return import(pathToFileURL(from).href);
  }

  /**
   * jest's framework, which keeps the state of one file of tests and so is made anew; what it needs itself is not.
   *
   * @override
   * @param {string} from
   */
  requireInternalModule(from) {
    const require = createRequire(from);
    Reflect.deleteProperty(globalThis, HANDLERS);
    delete require.cache[from];
    return require(from);
  }
}

// What `require` gives for this module: https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require
export { NodeRuntime as 'module.exports' };
