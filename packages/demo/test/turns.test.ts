import { setImmediate } from 'node:timers/promises';
import { inTurns, type Tale } from '../src/terminal/turns.ts';

const never = new AbortController().signal;

/** A story that says its words, a moment before each. */
const saying =
  (...words: readonly string[]): Tale =>
  async (stage) => {
    for (const word of words) {
      await setImmediate();
      stage.write(`${word} `);
    }
    return true;
  };

/** A story that lasts until it is told to end. */
function lasting(ended: string[]): Tale {
  return (stage, signal) =>
    new Promise((_, reject) => {
      stage.write('begins ');
      signal.addEventListener('abort', () => {
        ended.push('ended');
        reject(signal.reason);
      });
    });
}

test('stories that happen at the same time are told one after another', async () => {
  const { stage, told } = recorded();
  const short = saying('c');
  expect(await inTurns(stage, [saying('a', 'a', 'a'), short, saying('d', 'd')], never)).toBe(true);
  expect(told()).toBe('a a a c d d ');
});

test('a later story has begun before its turn, and what it says in its turn is told at once', async () => {
  const { stage, told } = recorded();
  let goOn = () => {};
  const first: Tale = (own) =>
    new Promise((resolve) => {
      own.write('first ');
      goOn = () => resolve(true);
    });
  const second: Tale = async (own) => {
    own.write('second ');
    goOn();
    await setImmediate();
    expect(told()).toBe('first second ');
    own.write('end ');
    return true;
  };
  await inTurns(stage, [first, second], never);
  expect(told()).toBe('first second end ');
});

test('one that does not go as told is the last that is told, and the others end', async () => {
  const { stage, told } = recorded();
  const ended: string[] = [];
  expect(await inTurns(stage, [async () => false, lasting(ended)], never)).toBe(false);
  expect({ told: told(), ended }).toEqual({ told: '', ended: ['ended'] });
});

test('one that fails ends the others, and its error is thrown', async () => {
  const { stage } = recorded();
  const ended: string[] = [];
  const failing: Tale = async () => {
    throw new Error('no bundles');
  };
  await expect(inTurns(stage, [lasting(ended), failing, lasting(ended)], never)).rejects.toThrow('no bundles');
  expect(ended).toEqual(['ended', 'ended']);
});

test('all end when they are interrupted', async () => {
  const { stage } = recorded();
  const ended: string[] = [];
  const interrupted = new AbortController();
  const all = inTurns(stage, [lasting(ended), lasting(ended)], interrupted.signal);
  interrupted.abort(new Error('interrupted'));
  await expect(all).rejects.toThrow('interrupted');
  expect(ended).toEqual(['ended', 'ended']);
});

function recorded() {
  const said: string[] = [];
  return { stage: { write: (text: string) => said.push(text) }, told: () => said.join('') };
}
