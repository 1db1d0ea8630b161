import type { Authorization, Operation } from '../../../kernel/service.ts';
import { httpStatus } from '../../../kernel/service.ts';
import type { FilePart } from '../../../kernel/wire/file-part.ts';
import { assertAccess } from '../access/access.ts';
import { type EcrCall, type EcrPlace, repositoryArn } from '../place.ts';
import { settle } from '../settle.ts';
import type { EcrState } from '../state.ts';
import { asRegistryError } from './refusals.ts';

/** What every answer may have: see `model.ts`. */
export interface RegistryAnswer {
  readonly [httpStatus]?: number;
  readonly Location?: string;
  readonly Digest?: string;
  readonly UploadId?: string;
  readonly Range?: string;
  readonly Link?: string;
  readonly Subject?: string;
  readonly FiltersApplied?: string;
  readonly ContentType?: string;
  readonly ContentLength?: string;
  readonly ContentRange?: string;
  readonly AcceptRanges?: string;
  readonly Body?: Uint8Array | FilePart;
}

/** What most paths begin with. */
export interface Named {
  readonly name?: string;
}

interface Definition<Input> {
  readonly takes: readonly (keyof Input & string)[];
  /** The IAM actions that ECR checks, without `ecr:`, on the repository. */
  readonly actions: (input: Input, place: EcrPlace) => readonly string[];
  /** Such as a repository that a layer is mounted from. */
  readonly further?: (input: Input, place: EcrPlace) => readonly Authorization[];
  /** The tag, the digest or the upload that it acts on: `:latest`, `@sha256:…`, as the journal has it after the repository. */
  readonly below?: (input: Input) => string;
  readonly run: (call: EcrCall, input: Input) => RegistryAnswer;
}

/**
 * Defines one operation of the registry. What it throws as an error of ECR's API is answered as the registry says it. Which action
 * belongs to which request: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html and the API reference's
 * words on each ("When an image is pulled, the GetDownloadUrlForLayer API is called once per image layer", and so on).
 */
export function operation<Input extends Named>(
  definition: Definition<Input>,
): Operation<EcrState, Input, RegistryAnswer> {
  const arn = ({ name = '*' }: Input, place: EcrPlace) => repositoryArn(place, name);
  const authorizes = (input: Input, place: EcrPlace): readonly Authorization[] => [
    ...definition.actions(input, place).map((action) => ({ action: `ecr:${action}`, resource: arn(input, place) })),
    ...(definition.further?.(input, place) ?? []),
  ];
  return {
    takes: definition.takes as Operation<EcrState, Input>['takes'],
    resource: (input, place) => `${arn(input, place)}${definition.below?.(input) ?? ''}`,
    authorizes,
    run(call, input) {
      try {
        assertAccess(call, authorizes(input, call));
        settle(call.state, call.clock.now());
        return definition.run(call, input);
      } catch (error) {
        throw asRegistryError(error);
      }
    },
  };
}
