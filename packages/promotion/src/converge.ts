/** What is left to do, in order. */
export interface Plan<Step> {
  readonly steps: readonly Step[];
}

/**
 * The loop that every promotion runs: plan from what was observed, apply one step, observe what it did, plan again,
 * until nothing is left. A run after a crash is the same loop, entered with what the crash left behind.
 *
 * `apply` returns what is observed after the step; it throws only where nobody can tell what is so.
 */
export async function converge<Observed, Step>(loop: {
  readonly observed: Observed;
  plan(observed: Observed): Plan<Step>;
  apply(step: Step, observed: Observed): Promise<Observed>;
}): Promise<Observed> {
  let observed = loop.observed;
  // A step that leaves what was observed as it is would be planned for ever; no promotion has nearly this many.
  for (let count = 0; count < 10_000; count += 1) {
    const [next] = loop.plan(observed).steps;
    if (next === undefined) return observed;
    observed = await loop.apply(next, observed);
  }
  throw new Error('The plan never ends: a step was applied again and again without an effect. This is a bug.');
}
