/** What a builder writes, as far as it can be told by names. */
export interface Builder {
  readonly name: string;
  /** A file by which it is known. */
  readonly mark: string;
  /** Its files whose names change whenever their content does. */
  readonly assets: readonly string[];
  /** What gives two builds of the same sources the same bytes; nothing where they have them anyway. */
  readonly knob?: string;
}

/**
 * The defaults of `assets`. They are narrower than the folders that builders write to: a hash has to stand in the name, since
 * what lies in a `public/` folder is copied there as it is. Only folders of a builder's own, to which no source is copied, are taken as a whole.
 *
 * Builds of Vite 8, VitePress, Astro 7, SvelteKit 3, Nuxt 4, Next 16, Angular 22, webpack 5, Rspack, Docusaurus and Parcel 2 were looked at.
 */
export const BUILDERS: readonly Builder[] = [
  {
    name: 'Next',
    mark: '_next/static/**',
    assets: ['_next/static/{chunks,css,media}/**'],
    knob: '`generateBuildId` in next.config.js: let it return the commit of the sources, or a constant',
  },
  {
    name: 'Nuxt',
    mark: '_nuxt/**',
    assets: ['_nuxt/**'],
    knob: '`buildId` in nuxt.config.ts: set it to the commit of the sources, or a constant',
  },
  {
    name: 'SvelteKit',
    mark: '_app/immutable/**',
    assets: ['_app/immutable/**'],
    knob: '`kit.version.name` in svelte.config.js: set it to the commit of the sources, or a constant',
  },
  {
    name: 'Astro',
    mark: '_astro/**',
    assets: ['_astro/**/*.<base64>.{js,mjs,css}', '_astro/fonts/**'],
  },
  {
    name: 'VitePress',
    mark: 'hashmap.json',
    assets: ['assets/**/*.<base64>.{js,css}', 'assets/**/*.<base64>.lean.js', 'assets/**/*.<mixed>.*'],
  },
  {
    name: 'Angular',
    mark: '**/main-<base32>.js',
    assets: ['**/*-<base32>.{js,mjs,css}', '**/media/**/*-<base32>.*'],
    knob: '`serviceWorker`: the time of the build stands in ngsw.json, and nothing leaves it out',
  },
  {
    name: 'Docusaurus',
    mark: 'assets/js/runtime~main.<hex>.js',
    assets: ['assets/{js,css}/**/*.<hex>.{js,css}', 'assets/{images,files,medias,fonts}/**/*-<long>.*'],
    knob: 'the folder of the checkout: build in the same one each time, since names are made from it',
  },
  {
    name: 'Gatsby',
    mark: 'page-data/app-data.json',
    assets: ['*-<long>.{js,css}', 'static/*-<long>.*'],
  },
  {
    name: 'webpack',
    mark: '{static/js,js}/**/*.<hex>.js',
    assets: [
      'static/**/*.<hex>.{js,mjs,css}',
      'static/**/*.<hex>.chunk.{js,css}',
      'static/{media,image,svg,font,wasm,assets}/**/*.<hex>.*',
      '{js,css,img,fonts,media}/**/*.<hex>.*',
    ],
  },
  {
    name: 'Vite',
    mark: 'assets/**/*-<base64>.js',
    assets: ['assets/**/*-<base64>.{js,mjs,css}', 'assets/**/*-<mixed>.*'],
  },
  {
    name: 'Parcel',
    mark: '*.<hex>.js',
    assets: ['*.<hex>.{js,mjs,css}', '*.<hex>.{png,jpg,jpeg,gif,webp,avif,svg,woff,woff2,ttf}'],
  },
  {
    name: 'others',
    mark: '**/*.<long>.{js,css}',
    assets: ['**/*.<long>.{js,mjs,css}', '**/*-<long>.{js,mjs,css}'],
  },
];

/**
 * Never taken for hashed, even where a pattern above matches: webpack names a licence by the hash of the code beside it, Astro a picture by
 * what it was made from and not by its bytes, and Next and Nuxt write fixed names into their folders.
 */
export const NEVER: readonly string[] = [
  '**/*.LICENSE.txt',
  '**/*.{html,htm}',
  '_nuxt/builds/**',
  '_next/static/*/_*Manifest.js',
  '_astro/**/*.{png,jpg,jpeg,gif,webp,avif,svg,tiff}',
];
