import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** A page that a real browser has open. */
export interface Page {
  /** The value of an expression in the page, which must be JSON; a promise is awaited. */
  evaluate(expression: string): Promise<unknown>;
  /** A key goes down and up, such as `ArrowDown`; what a page does by it is done when this ends. */
  press(key: string): Promise<void>;
  /** What the browser wrote to the console of the page: errors, and refusals of its content policy. */
  readonly complaints: readonly string[];
}

/**
 * Opens a file in Chromium (`CHROMIUM` names another one), without a window, and ends it afterwards. It speaks the DevTools
 * protocol: https://chromedevtools.github.io/devtools-protocol/
 */
export async function inBrowser<T>(file: string, use: (page: Page) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'browser-'));
  const chromium = spawn(
    process.env.CHROMIUM || 'chromium',
    [
      '--headless',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      '--window-size=1280,900',
      // Chromium refuses its sandbox to root, as in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => chromium.once('close', () => resolve()));
  try {
    const connection = await connect(await endpointOf(chromium));
    try {
      return await use(await openIn(connection, pathToFileURL(file).href));
    } finally {
      connection.close();
    }
  } finally {
    chromium.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** The address that Chromium prints. */
function endpointOf(chromium: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  chromium.once('error', reject);
  chromium.once('exit', (code) => reject(new Error(`Chromium ended with ${code} before it could be spoken to.`)));
  if (chromium.stderr) {
    createInterface({ input: chromium.stderr }).on('line', (line) => {
      const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
  }
  return promise;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

interface Connection {
  send(method: string, params?: object, sessionId?: string): Promise<Readonly<Record<string, unknown>>>;
  onEvent(listener: (message: Message) => void): void;
  close(): void;
}

async function connect(endpoint: string): Promise<Connection> {
  const socket = new WebSocket(endpoint);
  const open = Promise.withResolvers<void>();
  socket.addEventListener('open', () => open.resolve());
  socket.addEventListener('error', () => open.reject(new Error('Chromium does not answer.')));
  await open.promise;
  let last = 0;
  const waiting = new Map<number, PromiseWithResolvers<Readonly<Record<string, unknown>>>>();
  const listeners: ((message: Message) => void)[] = [];
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id === undefined) {
      for (const listener of listeners) listener(message);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) asked?.reject(new Error(message.error.message));
    else asked?.resolve(message.result ?? {});
  });
  socket.addEventListener('close', () => {
    for (const asked of waiting.values()) asked.reject(new Error('Chromium has ended.'));
  });
  return {
    send(method, params = {}, sessionId) {
      last += 1;
      const asked = Promise.withResolvers<Readonly<Record<string, unknown>>>();
      waiting.set(last, asked);
      socket.send(JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) }));
      return asked.promise;
    },
    onEvent: (listener) => void listeners.push(listener),
    close: () => socket.close(),
  };
}

async function openIn(connection: Connection, url: string): Promise<Page> {
  const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, params: object = {}) => connection.send(method, params, String(sessionId));
  const complaints: string[] = [];
  const loaded = Promise.withResolvers<void>();
  connection.onEvent(({ method, params }) => {
    if (method === 'Page.loadEventFired') loaded.resolve();
    if (method === 'Log.entryAdded' || method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params));
  });
  await send('Page.enable');
  await send('Log.enable');
  await send('Runtime.enable');
  await send('Page.navigate', { url });
  await loaded.promise;
  const evaluate = async (expression: string) => {
    const { result, exceptionDetails } = (await send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value?: unknown }; exceptionDetails?: unknown };
    if (exceptionDetails) throw new Error(`The page threw: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
  };
  return {
    evaluate,
    complaints,
    async press(key) {
      const text = key.length === 1 ? { text: key } : key === 'Enter' ? { text: '\r' } : {};
      const code = CODES[key] ?? (key.length === 1 ? key.toUpperCase().charCodeAt(0) : 0);
      const event = { key, windowsVirtualKeyCode: code };
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...text });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    },
  };
}

/** https://developer.mozilla.org/en-US/docs/Web/API/KeyboardEvent/keyCode */
const CODES: Readonly<Record<string, number>> = {
  Enter: 13,
  Escape: 27,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowUp: 38,
  ArrowDown: 40,
};
