/** The protocols of AWS that the wire layer speaks, and `rest-registry`: OCI's distribution API, as ECR serves it. */
export type Protocol = 'rest-json' | 'rest-xml' | 'json-1.0' | 'json-1.1' | 'query' | 'rest-registry';
