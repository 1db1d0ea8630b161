/** How the functions' code comes to Lambda. */
export type Form =
  /** As one image. `python` is the version of this machine's; without one all functions are in Node. */
  { readonly kind: 'image'; readonly python: string | undefined } | { readonly kind: 'zip' };
