const known = new WeakMap<AbortSignal, WeakMap<AbortSignal, AbortSignal>>();

/**
 * Ends with whichever of two signals ends first. Of the same two it is the same each time: hundreds of requests share them, and to
 * make such a signal takes a tenth of the time of a request.
 */
export function either(all: AbortSignal, one: AbortSignal | undefined): AbortSignal {
  if (!one || one === all) return all;
  const made = known.get(one) ?? new WeakMap<AbortSignal, AbortSignal>();
  known.set(one, made);
  const found = made.get(all) ?? AbortSignal.any([all, one]);
  made.set(all, found);
  return found;
}
