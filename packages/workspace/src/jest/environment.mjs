// What jest asks of an environment, where tests run in the worker's own realm: `runtime.mjs` says why. Nothing parts the files of one
// worker then, so a file that leaves the process as it did not find it fails, and the next one finds it as it was.
import { flushCompileCache } from 'node:module';
import process from 'node:process';
import { changed, restore, stateOf } from './left-behind.mjs';

/** No module and no function is mocked here; jest clears what it thinks there is. */
const noMocks = { restoreAllMocks() {}, resetAllMocks() {}, clearAllMocks() {} };

/** The worker's own global object, and what a file of tests must leave alone. */
// biome-ignore lint/style/noDefaultExport: jest takes no other.
export default class OwnRealm {
  global = globalThis;
  moduleMocker = noMocks;
  #before = stateOf();
  /** jest replaces both for each file. */
  #replaced = { exit: process.exit, console: globalThis.console };

  /** What jest would give to a context of `node:vm`. There is none: only its presence is asked for. */
  getVmContext() {
    return this.global;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  async setup() {}

  async teardown() {
    process.exit = this.#replaced.exit;
    globalThis.console = this.#replaced.console;
    // A worker's exit code says nothing of its tests; actions that run in it set one.
    process.exitCode = undefined;
    // Now rather than as it ends, for which jest gives a worker half a second.
    flushCompileCache();
    const left = changed(this.#before, stateOf());
    restore(this.#before);
    if (left.length > 0) throw new Error(`These tests leave behind what other files would find: ${left.join(', ')}.`);
  }
}
