import { readFileSync } from 'node:fs';
import vm from 'node:vm';

/** The source as it is uploaded. */
export const SOURCE = readFileSync(new URL('../../src/function/site.js', import.meta.url), 'utf8');

/** A request or an answer of a function, as CloudFront hands them over. */
export interface Outcome {
  readonly uri?: string;
  readonly statusCode?: number;
  readonly body?: string;
}

type Handler = (event: object) => Promise<Outcome>;

/** The very source, run with a store that answers `value`; `undefined` is a key that is not there, and an error is thrown. */
export async function functionWith(value: string | undefined | Error): Promise<Handler> {
  const context = vm.createContext({});
  const kvs = () => ({
    async get(key: string) {
      if (value instanceof Error) throw value;
      if (value === undefined || key !== 'release') throw new Error('KeyNotFound');
      return value;
    },
  });
  const cloudfront = new vm.SyntheticModule(['default'], () => cloudfront.setExport('default', { kvs }), { context });
  // CloudFront calls the function by its name; a module of Node's has to hand it out.
  const module = new vm.SourceTextModule(`${SOURCE}\nexport { handler };`, { context });
  await module.link((() => cloudfront) as never);
  await module.evaluate();
  return (module.namespace as { readonly handler: Handler }).handler;
}

/** What a visitor asks for, with these headers. */
export function viewerRequest(uri: string, headers: object = {}): object {
  const context = {
    eventType: 'viewer-request',
    distributionId: 'E1TEST',
    distributionDomainName: 'd1.cloudfront.net',
  };
  return { version: '1.0', context, viewer: { ip: '192.0.2.1' }, request: { method: 'GET', uri, headers } };
}

/** What came of a request, as its function has handed it on. */
export function viewerResponse(request: object, statusCode: number): object {
  return { context: { eventType: 'viewer-response' }, request, response: { statusCode, headers: {} } };
}
