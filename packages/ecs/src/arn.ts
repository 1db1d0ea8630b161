/** The end of an ARN, which is an id, a name, or the family and revision of a task definition; a name alone is its own end. */
export function endOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
