// Loaded into a subprocess by `node --import`: all that a program can ask of time runs faster (or slower) by a factor, so
// that what ships is tested as it is, waits included. The factor is for this file alone; nothing after it can read it.
import { createRequire, syncBuiltinESMExports } from 'node:module';

const require = createRequire(import.meta.url);
const timers = require('node:timers');
const promises = require('node:timers/promises');

const { scale, machineStart, localStart } = JSON.parse(process.env.SCALED_TIME ?? 'null') ?? {};
delete process.env.SCALED_TIME;
if (!(scale > 0)) throw new Error('SCALED_TIME must be {"scale": above 0, "machineStart": ms, "localStart": ms}');

const machinePerformance = performance.now.bind(performance);
// Milliseconds since the epoch by a clock that never jumps; Date.now would.
const machineOrigin = performance.timeOrigin;
const now = () => localStart + (machineOrigin + machinePerformance() - machineStart) * scale;
const born = localStart + (machineOrigin - machineStart) * scale;

globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: (target) => new target(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? () => Math.floor(now()) : Reflect.get(target, key, receiver)),
});
Object.defineProperties(performance, {
  now: { value: () => machinePerformance() * scale, configurable: true },
  timeOrigin: { value: born, configurable: true },
});

const shorter = (ms) => (ms === undefined ? ms : Number(ms) / scale);
const onTimers = (name) => {
  const machine = timers[name];
  const scaled = (callback, ms, ...given) => machine(callback, shorter(ms), ...given);
  // `promisify(setTimeout)` is the one of `timers/promises`.
  const custom = Object.getOwnPropertyDescriptor(machine, Symbol.for('nodejs.util.promisify.custom'));
  if (custom) Object.defineProperty(scaled, Symbol.for('nodejs.util.promisify.custom'), { get: () => promises[name] });
  timers[name] = scaled;
  globalThis[name] = scaled;
};
const onPromises = (home, name) => {
  const machine = home[name].bind(home);
  home[name] = (ms, ...given) => machine(shorter(ms), ...given);
};
// AbortSignal.timeout is made of the first.
onTimers('setTimeout');
onTimers('setInterval');
onPromises(promises, 'setTimeout');
onPromises(promises, 'setInterval');
onPromises(promises.scheduler, 'wait');
syncBuiltinESMExports();
