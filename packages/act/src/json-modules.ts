import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// The packages of GitHub's language service import JSON without an attribute, which Node refuses
// (https://github.com/actions/languageservices): what they import is handed over as a module.
registerHooks({
  load(url, context, next) {
    if (!/\/@actions\/[^/]+\/dist\/.*\.json$/.test(url)) return next(url, context);
    return { format: 'module', source: `export default ${readFileSync(new URL(url), 'utf8')}`, shortCircuit: true };
  },
});
