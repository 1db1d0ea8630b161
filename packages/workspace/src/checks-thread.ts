// Runs the checks in a thread of its own, for `runChecksBeside`: the types of all packages keep one core busy for half a minute.
import { parentPort, workerData } from 'node:worker_threads';
import { checks, runChecks } from './checks.ts';

parentPort?.postMessage(await runChecks(workerData, checks));
