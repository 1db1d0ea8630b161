/** People who use what the action changes, all the while. */
export interface Users {
  /** Looks once more, now. */
  visit(): Promise<void>;
  /** Lets them go; a sentence for each thing that they should not have seen. */
  leave(): Promise<readonly string[]>;
}

/** Users of several things: what any of them complains of. */
export function allUsers(each: readonly Users[]): Users {
  return {
    async visit() {
      await Promise.all(each.map((users) => users.visit()));
    },
    leave: async () => (await Promise.all(each.map((users) => users.leave()))).flat(),
  };
}
