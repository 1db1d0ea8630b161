import { invalid } from '../errors.ts';
import { imagesOf, tagsOf } from '../images/find.ts';
import { page } from '../paging.ts';
import { repositoryOf } from '../place.ts';
import { type Named, operation } from './operation.ts';

interface Listed extends Named {
  readonly n?: number;
  readonly last?: string;
}

/**
 * Tags of ACTIVE images, a hundred at a time, at most a thousand (google/go-containerregistry#681). The next page is behind an
 * absolute link whose `last` is opaque, and the document is called text (deitch/docker_registry2#34); of its order nothing is
 * said.
 */
export const listTags = operation<Listed>({
  takes: ['name', 'n', 'last'],
  actions: () => ['ListImages'],
  run(call, { name = '', n, last }) {
    const repository = repositoryOf(call, name);
    if (n !== undefined && !(n >= 1)) throw invalid('maxResults', 'Member must have value greater than or equal to 1');
    if (n !== undefined && n > 1000) throw invalid('maxResults', 'Member must have value less than or equal to 1000');
    const active = imagesOf(repository).filter(({ status }) => status === 'ACTIVE');
    const all = active.flatMap((image) => tagsOf(repository, image));
    const { items: tags, next } = page(all, { maxResults: n, nextToken: last });
    const query = new URLSearchParams({ ...(n !== undefined && { n: String(n) }), last: next ?? '' });
    return {
      ContentType: 'text/plain; charset=utf-8',
      Body: Buffer.from(`${JSON.stringify({ name, tags })}\n`),
      ...(next !== undefined && { Link: `<${call.endpoint}/v2/${name}/tags/list?${query}>; rel="next"` }),
    };
  },
});
