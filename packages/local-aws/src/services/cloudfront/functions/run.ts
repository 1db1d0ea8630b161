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

/** How many outcomes of one code are remembered. */
const REMEMBERED = 5_000;

/** A code that has been read. */
interface Loaded {
  readonly context: Context;
  /** Of a repeatable function: what its runs came to, as JSON, by what they were given. */
  readonly known: Map<string, string> | undefined;
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
 *
 * A function whose outcome follows from what it is given is not run again for the same: to stop what never ends takes a thread of its own for
 * each run, which was half of the time of sweeps that make millions of visits.
 */
export function runtime(): Runtime {
  const loaded = new Map<string, Loaded>();

  function loadedOf(code: Uint8Array): Loaded {
    const key = createHash('sha256').update(code).digest('hex');
    const before = loaded.get(key);
    if (before) return before;
    const context = createContext(Object.create(null), {
      codeGeneration: { strings: false, wasm: false },
      microtaskMode: 'afterEvaluate',
    });
    const { source, isRepeatable } = parsed(Buffer.from(code).toString('utf8'));
    runInContext(`${PRELUDE}${source}`, context, { timeout: LIMIT_MS });
    const one = { context, known: isRepeatable ? new Map<string, string>() : undefined };
    loaded.set(key, one);
    return one;
  }

  function runIn(context: Context, event: unknown, stores: Stores): Outcome {
    const call = `$stores = JSON.parse(${text(stores)}); $logs = []; $outcome = undefined;
      (async function () { return handler(JSON.parse(${text(event)})); })().then(
        function (value) { $outcome = JSON.stringify({ returned: value }); },
        function (error) { $outcome = JSON.stringify({ failed: String(error) }); });`;
    runInContext(call, context, { timeout: LIMIT_MS });
    const outcome = runInContext('$outcome', context) as string | undefined;
    const ended = outcome === undefined ? { failed: 'the function did not return' } : JSON.parse(outcome);
    return { ...ended, logs: logsOf(context) };
  }

  return {
    run(code, event, stores) {
      let context: Context | undefined;
      try {
        const { known, ...one } = loadedOf(code);
        context = one.context;
        const given = known && givenIn(event, stores);
        const before = given && known.get(given);
        if (before) return JSON.parse(before) as Outcome;
        const ended = runIn(context, event, stores);
        if (given) {
          if (known.size >= REMEMBERED) known.clear();
          known.set(given, JSON.stringify(ended));
        }
        return ended;
      } catch (error) {
        return { failed: String(error), logs: context ? logsOf(context) : [] };
      }
    },
  };
}

/** All that a repeatable function goes by: the id of the request it does not ask for. */
function givenIn(event: unknown, stores: Stores): string {
  const { context, ...rest } = event as { readonly context?: Readonly<Record<string, unknown>> };
  return JSON.stringify([stores, { ...rest, context: { ...context, requestId: '' } }]);
}

function logsOf(context: Context): readonly string[] {
  return JSON.parse(runInContext('JSON.stringify($logs)', context)) as string[];
}

/** JSON as a literal of JavaScript. */
function text(value: unknown): string {
  return JSON.stringify(JSON.stringify(value));
}
