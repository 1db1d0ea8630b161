import { inChromium } from '@actions-aws/testing/browser';
import { type Source, type Workshop, workshop } from './support/builders.ts';
import { deployments } from './support/deployments.ts';
import { findPages } from './support/page-names.ts';
import { isShown } from './support/shown.ts';

const SOURCES: readonly Source[] = [
  { name: 'Astro', output: 'dist', books: '/books', form: 'folder', hashed: ['_astro/*.js', '_astro/*.css'] },
  { name: 'SvelteKit', output: 'build', books: '/books', form: 'html', hashed: ['_app/immutable/*'] },
  {
    name: 'Next',
    output: 'out',
    books: '/books',
    form: 'html',
    hashed: ['_next/static/chunks/*', '_next/static/media/*'],
    // It writes what it renders on the server into the page a second time, for React.
    warnings: { staged: ['Values of the build'] },
  },
  // Among what all releases share, licences stand beside scripts, under names that do not change with their content.
  {
    name: 'Docusaurus',
    output: 'build',
    books: '/docs/books',
    form: 'folder',
    hashed: ['assets/*'],
  },
];

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop();
});
// A browser ends, and the folders of whole builds are removed.
afterAll(() => shop?.close(), 120_000);

test.each(SOURCES)(
  'a site that $name has built is shown on TEST, and on APP once it is promoted',
  async (source) => {
    const build = await (await shop.checkOut(source)).build();
    await inChromium(async (browser) => {
      for (const pointer of ['key-value-store', 'origin-path'] as const) {
        const world = await deployments(pointer, source.hashed);
        try {
          if (pointer === 'origin-path') await findPages(world, source.form);
          await isShown(world, build, source, browser);
        } finally {
          await world.stop();
        }
      }
    });
  },
  600_000,
);
