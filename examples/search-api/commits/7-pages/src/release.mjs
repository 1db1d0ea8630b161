/** Which release this is. All three functions say so in every answer, so that one sees who answered. */
export const release = 7;
