import { excerpt } from './excerpt.ts';

/** As much of a body as a pattern is tried on, in bytes. */
const LIMIT = 1024 * 1024;
/** How long it may take, in milliseconds, once the worker has begun. */
const TIME_MS = 1_000;

/** What the worker runs: text, so that it needs no file of its own beside the bundle. */
const PROGRAM = `
  const { parentPort, workerData } = require('node:worker_threads');
  const pattern = new RegExp(workerData.pattern);
  parentPort.postMessage('begun');
  parentPort.postMessage(pattern.test(workerData.body) ? 'matches' : 'differs');
`;

/**
 * What is wrong with a body that a pattern is to match somewhere, as a sentence; `undefined` where it matches. The body is
 * what a function answered, and with some patterns a few bytes of it keep a processor busy for years. So it is tried in a
 * worker, which can be ended at any moment, while this thread goes on to hear a cancellation.
 *
 * @throws the signal's reason when it aborts.
 */
export async function patternShortcoming(
  pattern: string,
  body: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const bytes = Buffer.byteLength(body);
  if (bytes > LIMIT) {
    return `the body has ${bytes} bytes, and a pattern is tried on ${LIMIT} at most: ask for less, or use \`json\``;
  }
  // Few checks have a pattern, and no start waits for what only these need.
  const { Worker } = await import('node:worker_threads');
  signal.throwIfAborted();
  // Not with the arguments of this process: what they load would only take time.
  const worker = new Worker(PROGRAM, { eval: true, execArgv: [], workerData: { pattern, body } });
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    const ended = await new Promise<'matches' | 'differs' | 'too slow'>((resolve, reject) => {
      worker.on('message', (said: 'begun' | 'matches' | 'differs') => {
        if (said === 'begun') timer = setTimeout(() => resolve('too slow'), TIME_MS);
        else resolve(said);
      });
      worker.on('error', reject);
      signal.addEventListener('abort', () => reject(signal.reason), { signal: over.signal });
    });
    if (ended === 'matches') return undefined;
    if (ended === 'differs') return `the body does not match /${pattern}/: ${excerpt(body)}`;
    return `the body was not matched with /${pattern}/ within ${TIME_MS / 1000} s: such a pattern tries very many ways, as nested repetitions do; write it another way, or use \`json\``;
  } catch (error) {
    signal.throwIfAborted();
    return `/${pattern}/ could not be tried: ${(error as Error).message}`;
  } finally {
    over.abort();
    clearTimeout(timer);
    await worker.terminate();
  }
}
