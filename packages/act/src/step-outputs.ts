import { namingInputs, outputsNamedIn } from '@actions-aws/testing';
import { parse } from 'yaml';
import type { Lookup } from './github-language.ts';
import type { Problem } from './problems.ts';
import type { StepDocument, Workflow } from './workflows.ts';

/** `steps.ID.outputs.NAME`, in brackets as well. */
const reference = /\bsteps(?:\.([\w-]+)|\['([^']+)'\])\.outputs(?:\.([\w-]+)|\['([^']+)'\])/gi;

/**
 * Outputs of steps that the action which the step uses does not declare. GitHub gives an empty text for them, and its language
 * service accepts any name, since "actions can generate outputs based on their inputs":
 * https://github.com/actions/languageservices/blob/main/languageservice/src/context-providers/steps.ts
 *
 * @param isComplete whether an action declares every output that it sets; of others nothing can be said.
 */
export function unknownStepOutputs(
  { path, document: { jobs = {} } }: Workflow,
  lookup: Lookup,
  isComplete: (uses: string) => boolean,
): Problem[] {
  return Object.entries(jobs).flatMap(([id, job]) => {
    const used = new Map(job?.steps?.map((step) => [step?.id?.toLowerCase(), step] as const));
    const wrong = [...JSON.stringify(job ?? null).matchAll(reference)].flatMap(([text, ...names]) => {
      const [step = '', output = ''] = names.filter((name) => name !== undefined);
      const { uses, with: given } = used.get(step.toLowerCase()) ?? {};
      const manifest = uses !== undefined && isComplete(uses) ? lookup(uses) : undefined;
      if (manifest === undefined) return [];
      const named = namedOutputs(uses as string, given, lookup);
      if (named === undefined) return [];
      const declared = [...Object.keys((parse(manifest) as { outputs?: object }).outputs ?? {}), ...named];
      if (declared.some((name) => name.toLowerCase() === output.toLowerCase())) return [];
      return [`The job ${id} uses ${text}, and ${uses} has no such output; it has ${declared.join(', ') || 'none'}.`];
    });
    return [...new Set(wrong)].map((message) => ({ where: path, message }));
  });
}

/** Undefined where any name may be right. */
function namedOutputs(uses: string, given: StepDocument['with'], lookup: Lookup): readonly string[] | undefined {
  const action = uses.split('@')[0]?.split('/').at(-1) ?? '';
  const input = Object.hasOwn(namingInputs, action) ? namingInputs[action] : undefined;
  return input === undefined ? [] : outputsNamedIn(given?.[input], (file) => lookup(`./${file}`));
}
