import * as z from 'zod';

/** A job that this one needed, as GitHub tells of it. */
export interface Needed {
  /** `success`, `failure`, `cancelled` or `skipped`. */
  readonly result: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The jobs that this one needed, by their ids: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#needs-context */
export type Needs = Readonly<Record<string, Needed>>;

/** The document that the input `proofs` takes. What outputs say besides the release is passed over, and never shown. */
export const needsDocument = z.record(
  z.string(),
  z.object({
    result: z.string('must have the result of the job: hand over `toJSON(needs)` as it is'),
    outputs: z.record(z.string(), z.string()).default({}),
  }),
);

/** Says why jobs prove nothing of a release, each as a sentence with what to do; nothing where all of them prove it. */
export function unprovedBy(required: readonly string[], needs: Needs, release: string): readonly string[] {
  return required.flatMap((job) => {
    const needed = needs[job];
    // What no `needs` names is a mistake of the workflow, which is refused before.
    if (!needed) return [`The job ${job} is not among those of \`proofs\`.`];
    if (needed.result !== 'success') return [`The job ${job} ended with ${needed.result}.`];
    const proved = needed.outputs['release-id'];
    if (!proved) return [`The job ${job} does not say which release it tested: it has no output \`release-id\`.`];
    return proved === release ? [] : [`The job ${job} tested another release, ${proved.slice(0, 40)}.`];
  });
}
