import type { Viewed } from '../../../kernel/service.ts';

/** An answer of an edge itself, to which no origin was asked. */
export function ofEdge(status: number, what: string): Viewed {
  const body = `<!DOCTYPE html><title>ERROR: The request could not be satisfied</title><h1>${status} ERROR</h1><p>${what}</p>\n`;
  return {
    status,
    headers: { 'content-type': 'text/html', 'x-cache': 'Error from cloudfront' },
    body: Buffer.from(body),
  };
}
