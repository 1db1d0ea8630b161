import type * as sdk from '@aws-sdk/client-lambda';
import { interpreter } from '../src/services/lambda/runtime/python/interpreter.ts';
import { lambdaCloud, zip } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

async function layer(LayerName: string, files: Record<string, string>, mode?: number): Promise<string> {
  const published = await cloud.send('PublishLayerVersion', { LayerName, Content: { ZipFile: zip(files, mode) } });
  return published.LayerVersionArn ?? '';
}

async function ran(name: string, files: Record<string, string>, input: Partial<sdk.CreateFunctionRequest>) {
  await cloud.create(name, { Code: { ZipFile: zip(files) }, ...input });
  return cloud.invoke(name);
}

// Programs and lists of folders are Unix'.
const onUnix = process.platform === 'win32' ? () => {} : it;

let node: string;
let later: string;
let programs: string;
beforeAll(async () => {
  node = await layer('node', {
    'nodejs/node_modules/word/index.js': 'exports.word = "first"; exports.fail = () => { throw new Error("no"); }',
    'nodejs/node22/node_modules/newer/index.js': 'module.exports = "by its version"',
    'config.json': '{}',
  });
  later = await layer('later', { 'nodejs/node_modules/word/index.js': 'exports.word = "second"' });
  programs = await layer('programs', { 'bin/hello': '#!/bin/sh\necho from a layer\n' }, 0o755);
});

describe('a Node function with layers', () => {
  const files = {
    'index.js':
      'exports.handler = async () => [require("word").word, require("newer"), process.env.NODE_PATH.split(require("node:path").delimiter).length]',
  };

  it('requires what is in them', async () => {
    expect((await ran('node', files, { Layers: [node] })).payload).toEqual(['first', 'by its version', 2]);
  });

  it('has files of the later one in the place of those before', async () => {
    expect((await ran('both', files, { Layers: [node, later] })).payload[0]).toBe('second');
    expect((await ran('reversed', files, { Layers: [later, node] })).payload[0]).toBe('first');
  });

  onUnix('starts programs of them, and names their files as AWS does', async () => {
    const Layers = [node, programs];
    const run = {
      'index.js': 'exports.handler = async () => require("child_process").execFileSync("hello").toString()',
    };
    expect((await ran('starter', run, { Layers })).payload).toBe('from a layer\n');
    const failing = { 'index.js': 'exports.handler = async () => require("word").fail()' };
    const { payload } = await ran('traced', failing, { Layers });
    expect(payload.trace[1]).toMatch(/\(\/opt\/nodejs\/node_modules\/word\/index.js:1:/);
  });

  onUnix('finds its variables in them', async () => {
    const read = {
      'index.js':
        'exports.handler = async () => [require("fs").readFileSync(process.env.CONFIG, "utf8"), process.env.NODE_PATH, process.env.NOTE]',
    };
    const Variables = {
      CONFIG: '/opt/config.json',
      NODE_PATH: '/opt/nodejs/mine:/var/task/lib',
      NOTE: 'optional/opt-in',
    };
    const { payload } = await ran('variables', read, { Layers: [node], Environment: { Variables } });
    expect(payload).toEqual([
      '{}',
      expect.stringMatching(/\/layers-[0-9a-f]+\/nodejs\/mine:\/var\/task\/lib$/),
      'optional/opt-in',
    ]);
  });

  it.each([
    [
      'a wrapper',
      { Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/config.json' } } },
      'the variable AWS_LAMBDA_EXEC_WRAPPER names /opt in "/opt/config.json"',
    ],
    [
      'a variable that mentions it',
      { Environment: { Variables: { NODE_OPTIONS: '--require /opt/config.json' } } },
      'the variable NODE_OPTIONS names /opt in "--require /opt/config.json"',
    ],
    ['a handler', { Handler: '/opt/nodejs/index.handler' }, 'the handler /opt/nodejs/index.handler names /opt'],
  ])('is refused %s in /opt, by its name', async (what, input, why) => {
    const { payload, FunctionError } = await ran(what.replaceAll(' ', '-'), files, { Layers: [node], ...input });
    expect(FunctionError).toBe('Unhandled');
    expect(payload).toEqual({ errorType: 'Runtime.InvalidEntrypoint', errorMessage: expect.stringContaining(why) });
  });
});

if ((await interpreter()) !== undefined) {
  it('a Python function with layers imports what is in them, its own code first', async () => {
    const python = await layer('python', {
      'python/word.py': 'WORD = "layer"',
      'python/own.py': 'OWN = "layer"',
      'python/lib/python3.13/site-packages/installed.py': 'def fail():\n    raise ValueError("no")',
    });
    const files = {
      'app.py':
        'import word, own, installed\ndef handler(event, context):\n    if event: installed.fail()\n    return [word.WORD, own.OWN]',
      'own.py': 'OWN = "function"',
    };
    const input = { Runtime: 'python3.13' as const, Handler: 'app.handler', Layers: [python] };
    expect((await ran('python', files, input)).payload).toEqual(['layer', 'function']);
    const { payload } = await cloud.invoke('python', { Payload: '1' });
    expect(payload.stackTrace[1]).toContain(
      'File "/opt/python/lib/python3.13/site-packages/installed.py", line 2, in fail',
    );
  });
}
