export default {
  title: 'The shelf',
  url: 'https://shelf.example.com',
  baseUrl: '/',
  favicon: 'icon.svg',
  presets: [['classic', { blog: false }]],
  plugins: [values],
};

/** What `headTags` of this configuration would be in the bundle as well. */
function values() {
  const attributes = { type: 'application/json', id: 'config' };
  const script = { tagName: 'script', attributes, innerHTML: '{ "api": "http://localhost:3000" }' };
  return { name: 'values', injectHtmlTags: () => ({ headTags: [script] }) };
}
