/**
 * What to do about a state that AWS tells of, by a table of those that are known, and the state in words, to follow the name of what is in
 * it: `has the status STOPPED (…)`. A state that is newer than its table ends the run by its name.
 */
export function judged<Row, Answer extends string>(
  table: Readonly<Record<string, Row>>,
  value: string,
  reason: string,
  answer: (row: Row) => Answer,
  words: string,
): { readonly is: Answer | 'end'; readonly why: string } {
  const told = reason && ` (${reason})`;
  const row = Object.hasOwn(table, value) ? table[value] : undefined;
  if (row === undefined) return { is: 'end', why: `${words} "${value}", which this action does not know${told}` };
  return { is: answer(row), why: `${words} ${value}${told}` };
}
