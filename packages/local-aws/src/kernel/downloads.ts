import type { Kernel } from './kernel.ts';
import type { Answer } from './wire/answer.ts';

/** Answers `GET /_local-aws/<service>/<path>?account=…&region=…`: what a service linked to, such as the code of a function. */
export function answerDownload(kernel: Kernel, url: URL): Answer {
  const [name = '', ...path] = url.pathname.split('/').slice(2);
  const service = kernel.models.map((model) => model.service).find((each) => each.name === name);
  const where = { account: url.searchParams.get('account') ?? '', region: url.searchParams.get('region') ?? '' };
  const wanted = decoded(path.join('/'));
  const bytes =
    wanted === undefined ? undefined : service?.download?.(kernel.places.at(service, where), wanted, url.searchParams);
  if (!bytes) {
    return { status: 403, headers: {}, body: Buffer.from('There is nothing behind this link, or it has expired.') };
  }
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bytes };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
