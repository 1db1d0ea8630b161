import { existsSync, globSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** What AWS's base images for Lambda say: https://github.com/aws/aws-lambda-base-images, the Dockerfile of each branch. */
const lambdaBase = {
  Entrypoint: ['/lambda-entrypoint.sh'],
  WorkingDir: '/var/task',
  env: {
    LANG: 'en_US.UTF-8',
    TZ: ':/etc/localtime',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    LD_LIBRARY_PATH: '/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib',
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
  },
};

/**
 * The last stage of a Dockerfile, without anything that would have to run: which file of the context is where in the image, how
 * the image is configured, and the instructions that are left out. https://docs.docker.com/reference/dockerfile/
 *
 * @throws where a source of COPY is not in the context.
 */
export function lastStage(text, context) {
  let stage = stageFrom('scratch');
  const leftOut = [];
  for (const { name, rest } of instructions(text)) {
    const value = rest.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced, bare) => {
      return stage.args[braced ?? bare] ?? stage.env[braced ?? bare] ?? all;
    });
    if (name === 'FROM') stage = stageFrom(value.replace(/^--platform=\S+\s+/, ''));
    else if (name === 'WORKDIR') stage.config.WorkingDir = path.posix.resolve(stage.config.WorkingDir || '/', value);
    else if (name === 'ENV') Object.assign(stage.env, pairs(value));
    else if (name === 'LABEL') Object.assign(stage.labels, pairs(value));
    else if (name === 'ARG') Object.assign(stage.args, pairs(value));
    else if (name === 'USER') stage.config.User = value;
    else if (name === 'CMD') stage.config.Cmd = command(rest);
    else if (name === 'ENTRYPOINT') {
      // "CMD will be reset to an empty value" where it came from the base image.
      stage.config = { ...stage.config, Entrypoint: command(rest), Cmd: undefined };
    } else if (name === 'COPY' && !/(^|\s)--from=/.test(value)) {
      for (const [to, from] of copied(value, stage, context)) stage.files.set(to, from);
    } else leftOut.push(`${name} ${rest}`);
  }
  const { config, env, labels, files } = stage;
  const Env = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return { config: { ...config, Env }, labels, files, leftOut };
}

function stageFrom(image) {
  const isLambda = /^(?:public\.ecr\.aws\/lambda|amazon\/aws-lambda-)/.test(image);
  const { env, ...config } = isLambda ? lambdaBase : { env: {} };
  return { config: { ...config }, env: { ...env }, args: {}, labels: {}, files: new Map() };
}

/** Lines that end in a backslash go on; those that begin with # are none. */
function instructions(text) {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*#/.test(line));
  const whole = lines.join('\n').replaceAll(/\\[ \t]*\n/g, ' ');
  return whole.split('\n').flatMap((line) => {
    const [, name, rest] = /^\s*(\w+)\s+(.*\S)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name: name.toUpperCase(), rest }];
  });
}

/** `a=1 b="2 3"`, or the old form with one name: `a 1`. */
function pairs(value) {
  const found = [...value.matchAll(/([\w.-]+)=("[^"]*"|'[^']*'|\S*)/g)];
  if (found.length > 0)
    return Object.fromEntries(found.map(([, key, text]) => [key, text.replaceAll(/^["']|["']$/g, '')]));
  const [key, ...rest] = value.split(/\s+/);
  return rest.length > 0 ? { [key]: rest.join(' ') } : {};
}

/** A list in JSON, or a line for the shell. */
function command(rest) {
  return words(rest) ?? ['/bin/sh', '-c', rest];
}

function words(text) {
  if (!text.startsWith('[')) return undefined;
  const list = JSON.parse(text);
  return Array.isArray(list) ? list.map(String) : undefined;
}

/** Where each file goes: of a folder its content, as COPY has it. */
function copied(value, { config }, context) {
  const given = value.replaceAll(/(^|\s)--\S+/g, ' ').trim();
  const all = words(given) ?? given.split(/\s+/);
  const [sources, last] = [all.slice(0, -1), all.at(-1)];
  const target = path.posix.resolve(config.WorkingDir || '/', last).slice(1);
  return sources.flatMap((source) => {
    const found = /[*?[]/.test(source) ? globSync(source, { cwd: context }).sort() : [source];
    return found.flatMap((each) => {
      const from = path.join(context, path.posix.join('/', each.replaceAll(path.sep, '/')));
      if (!existsSync(from)) throw new Error(`failed to compute cache key: "/${each}": not found`);
      if (lstatSync(from).isDirectory())
        return filesIn(from, '').map((name) => [joined(target, name), path.join(from, name)]);
      const intoFolder = last.endsWith('/') || last === '.' || found.length + sources.length > 2;
      return [[intoFolder ? joined(target, path.basename(from)) : target, from]];
    });
  });
}

function joined(folder, name) {
  return folder === '' ? name : `${folder}/${name}`;
}

function filesIn(folder, below) {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((found) => {
    const name = joined(below, found.name);
    if (name === '.git') return [];
    return found.isDirectory() ? filesIn(folder, name) : [name];
  });
}
