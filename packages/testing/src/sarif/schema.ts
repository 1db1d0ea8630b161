import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import Draft04 from 'ajv-draft-04';

/** Of its package nothing else is used. jest takes JSON by an import only with a complaint. */
const SCHEMA = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

let compiled: ValidateFunction | undefined;

/**
 * What the OASIS schema of SARIF 2.1.0 refuses in a document, as sentences. For small documents: it compares all elements of some
 * lists with each other. https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
 */
export function refusedBySchema(document: unknown): readonly string[] {
  const validate = compiled ?? compile();
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = '', params }) =>
    [instancePath || '/', message, JSON.stringify(params)].join(' '),
  );
}

/** Takes half a second, in the files alone that ask. */
function compile(): ValidateFunction {
  // One of its patterns has a bracket too many, which only a regular expression without `u` takes.
  const options = { strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false };
  compiled = new Draft04(options).compile(createRequire(import.meta.url)(SCHEMA));
  return compiled;
}
