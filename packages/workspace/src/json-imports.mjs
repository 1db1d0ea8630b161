// A transformer for jest. The packages of GitHub's language service import JSON without an attribute, which jest takes and
// complains of seven times a file; here they get the attribute: https://nodejs.org/api/esm.html#import-attributes
// biome-ignore lint/style/noDefaultExport: jest takes no other.
export default {
  /** @param {string} source of a module */
  process: (source) => ({
    code: source.replace(/^(import \w+ from (["'])[^"']+\.json\2);?$/gm, "$1 with { type: 'json' };"),
  }),
};
