/** Lets work begin as long as its bytes have room in memory beside those that are under way; one that is larger than all goes alone. */
export function withinBytes(most: number): <Result>(size: number, run: () => Promise<Result>) => Promise<Result> {
  const waiting: { readonly size: number; readonly begin: () => void }[] = [];
  let underWay = 0;
  const admit = () => {
    for (let next = waiting[0]; next && fits(next.size); next = waiting[0]) {
      waiting.shift();
      underWay += next.size;
      next.begin();
    }
  };
  const fits = (size: number) => underWay === 0 || underWay + size <= most;
  return async (size, run) => {
    await new Promise<void>((begin) => {
      waiting.push({ size, begin });
      admit();
    });
    try {
      return await run();
    } finally {
      underWay -= size;
      admit();
    }
  };
}
