import { createHash } from 'node:crypto';
import { type Context, createContext, runInContext } from 'node:vm';
import { parsed } from './syntax.ts';

/** What a run came to: what the handler returned, as JSON has it, or why there is nothing. */
export type Outcome =
  | { readonly returned: unknown; readonly logs: readonly string[] }
  | { readonly failed: string; readonly logs: readonly string[] };

/** What a function's stores hold at the host that runs it, by their ids. */
export type Stores = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Runs the code of functions. */
export interface Runtime {
  run(code: Uint8Array, event: unknown, stores: Stores): Outcome;
}

/** On AWS a function has about a millisecond. Here it is the machine's time, which others use too: only what never ends is stopped. */
const LIMIT_MS = 2_000;
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-custom-methods.html; without an id the one store is meant. */
const PRELUDE = `'use strict';
var $stores = {}, $logs = [], $outcome;
var console = { log: function () { $logs.push(Array.prototype.map.call(arguments, String).join(' ')); } };
function $chosen(id) {
  var ids = Object.keys($stores), chosen = id === undefined && ids.length === 1 ? ids[0] : id;
  if (ids.indexOf(chosen) < 0) throw new Error('KeyValueStore is not associated with the function');
  return $stores[chosen];
}
function $has(id, key) { return Object.prototype.hasOwnProperty.call($chosen(id), key); }
var $cloudfront = { kvs: function (id) {
  return {
    get: async function (key, options) {
      if (!$has(id, key)) throw new Error('KeyNotFound: ' + key);
      var value = $chosen(id)[key];
      return options && options.format === 'json' ? JSON.parse(value) : value;
    },
    exists: async function (key) { return $has(id, key); },
    count: async function () { return Object.keys($chosen(id)).length; },
  };
} };
`;

/**
 * Nothing is shared with this program: what goes in and comes out is JSON. There are no timers, no network, and no code is made of text
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html#writing-functions-javascript-features-restricted-features).
 * All promises are settled before a run returns. Variables outside the handler stay from one run to the next; on AWS they may.
 */
export function runtime(): Runtime {
  const contexts = new Map<string, Context>();

  function contextOf(code: Uint8Array): Context {
    const key = createHash('sha256').update(code).digest('hex');
    const known = contexts.get(key);
    if (known) return known;
    const context = createContext(Object.create(null), {
      codeGeneration: { strings: false, wasm: false },
      microtaskMode: 'afterEvaluate',
    });
    const { source } = parsed(Buffer.from(code).toString('utf8'));
    runInContext(`${PRELUDE}${source}`, context, { timeout: LIMIT_MS });
    contexts.set(key, context);
    return context;
  }

  return {
    run(code, event, stores) {
      let context: Context | undefined;
      try {
        context = contextOf(code);
        const call = `$stores = JSON.parse(${text(stores)}); $logs = []; $outcome = undefined;
          (async function () { return handler(JSON.parse(${text(event)})); })().then(
            function (value) { $outcome = JSON.stringify({ returned: value }); },
            function (error) { $outcome = JSON.stringify({ failed: String(error) }); });`;
        runInContext(call, context, { timeout: LIMIT_MS });
        const outcome = runInContext('$outcome', context) as string | undefined;
        const ended = outcome === undefined ? { failed: 'the function did not return' } : JSON.parse(outcome);
        return { ...ended, logs: logsOf(context) };
      } catch (error) {
        return { failed: String(error), logs: context ? logsOf(context) : [] };
      }
    },
  };
}

function logsOf(context: Context): readonly string[] {
  return JSON.parse(runInContext('JSON.stringify($logs)', context)) as string[];
}

/** JSON as a literal of JavaScript. */
function text(value: unknown): string {
  return JSON.stringify(JSON.stringify(value));
}
