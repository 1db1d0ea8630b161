/** Of picomatch, which brings no types, the one call that is used. */
declare module 'picomatch' {
  function picomatch(
    glob: string,
    options: { readonly dot: boolean; readonly nonegate: boolean },
  ): (text: string) => boolean;
  export = picomatch;
}
