import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Zipped } from '@actions-aws/testing';
import type { ImageContents } from '@actions-aws/testing/images';
import { zipSync } from 'fflate';

/** How a service answers: well, never, or badly to those who come through the alias. */
export interface Behaviour {
  readonly broken?: 'always' | 'behind-alias';
}

/** Whether this machine runs functions in Python. */
export const hasPython = spawnSync('python3', ['--version']).status === 0;

/** A service in Python, with a handler for requests and one for jobs. */
function pythonSource(version: string, { broken }: Behaviour = {}): string {
  return `import json

def api(event, context):
    behind_alias = context.invoked_function_arn.endswith(':live')
    broken = ${broken === 'always' ? 'True' : broken === 'behind-alias' ? 'behind_alias' : 'False'}
    return {'statusCode': 503 if broken else 200, 'body': json.dumps({'version': '${version}'})}

def worker(event, context):
    return {'done': event['job'], 'version': '${version}'}
`;
}

/** The same in JavaScript. */
function nodeSource(version: string, { broken }: Behaviour = {}): string {
  return `
    exports.api = async (event, context) => {
      const broken = ${broken === 'always'} || (${broken === 'behind-alias'} && context.invokedFunctionArn.endsWith(':live'));
      return { statusCode: broken ? 503 : 200, body: JSON.stringify({ version: '${version}' }) };
    };
    exports.worker = async ({ job }) => ({ done: job, version: '${version}' });`;
}

/** An image of the service, as AWS's base images begin one; `api` is its handler unless a function says otherwise. */
export function imageOf(language: 'Node' | 'Python', version: string, behaviour?: Behaviour): ImageContents {
  const files =
    language === 'Python'
      ? { 'var/task/app.py': pythonSource(version, behaviour) }
      : { 'var/task/app.js': nodeSource(version, behaviour) };
  return { files, config: { Entrypoint: ['/lambda-entrypoint.sh'], Cmd: ['app.api'], WorkingDir: '/var/task' } };
}

/** The service in Python as a zip, of which `app.api` is the handler. */
export function pythonZip(version: string, behaviour?: Behaviour): Zipped {
  const source = Buffer.from(pythonSource(version, behaviour));
  // The zip format stores local time, without a zone.
  const bytes = zipSync({ 'app.py': [source, { mtime: new Date(1980, 0, 1) }] });
  return { bytes, codeSha256: createHash('sha256').update(bytes).digest('base64') };
}
