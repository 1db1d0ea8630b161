/** Enough of a text to see what it is: answers may be megabytes. */
export function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)} …` : text;
}
