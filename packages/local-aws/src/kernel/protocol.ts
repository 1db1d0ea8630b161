/** The protocols of AWS that the wire layer speaks. */
export type Protocol = 'rest-json' | 'rest-xml' | 'json-1.0' | 'json-1.1' | 'query';
