/** Types by extension, where the library has none, or one that browsers do not take. */
export const OF_EXTENSION: Readonly<Record<string, string>> = {
  // https://www.iana.org/assignments/media-types/text/javascript: modules are run under no other.
  cjs: 'text/javascript',
  js: 'text/javascript',
  mjs: 'text/javascript',
  // mime-db says application/mp4, which browsers do not play in a <video>.
  mp4: 'video/mp4',
  map: 'application/json',
  ico: 'image/x-icon',
  cur: 'image/x-icon',
  importmap: 'application/importmap+json',
  webmanifest: 'application/manifest+json',
  // https://speculationrules.dev, https://html.spec.whatwg.org/multipage/speculative-loading.html
  speculationrules: 'application/speculationrules+json',
  topojson: 'application/json',
  har: 'application/json',
  // What is packed is served as it is; `headers` can say that it is an encoding of something else.
  br: 'application/octet-stream',
  zst: 'application/zstd',
  gz: 'application/gzip',
  tgz: 'application/gzip',
  // Indexes of Pagefind, which are gzip without saying so.
  pagefind: 'application/octet-stream',
  pf_meta: 'application/octet-stream',
  pf_index: 'application/octet-stream',
  pf_fragment: 'application/octet-stream',
  pf_filter: 'application/octet-stream',
  data: 'application/octet-stream',
  dat: 'application/octet-stream',
  unityweb: 'application/octet-stream',
  riv: 'application/octet-stream',
  basis: 'application/octet-stream',
  flac: 'audio/flac',
  m4v: 'video/mp4',
  opus: 'audio/ogg',
  // RFC 9512
  yaml: 'application/yaml',
  yml: 'application/yaml',
  vcf: 'text/vcard',
  md: 'text/markdown',
  mdx: 'text/markdown',
  log: 'text/plain',
  // Sources, which nothing on a site should run.
  php: 'text/plain',
  tsx: 'text/plain',
  vue: 'text/plain',
};

/** Types of files whose names have no extension, or one that says nothing. */
export const OF_NAME: Readonly<Record<string, string>> = {
  // https://developer.apple.com/documentation/xcode/supporting-associated-domains: "application/json", without an extension.
  'apple-app-site-association': 'application/json',
  // RFC 8414, OpenID Connect Discovery 1.0, RFC 8615.
  'openid-configuration': 'application/json',
  'oauth-authorization-server': 'application/json',
  nodeinfo: 'application/json',
  'host-meta': 'application/xrd+xml',
  CNAME: 'text/plain',
  LICENSE: 'text/plain',
  LICENCE: 'text/plain',
  NOTICE: 'text/plain',
  README: 'text/plain',
  _headers: 'text/plain',
  _redirects: 'text/plain',
};
