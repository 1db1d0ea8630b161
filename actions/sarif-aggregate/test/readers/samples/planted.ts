/** What must never leave a reader. Put together here, so that no scanner takes this file for a leak. */
export const planted = {
  value: ['AKIA', 'Q7PLANTED', 'VALUE2X'].join(''),
  password: ['hunter', 'planted', '22'].join('-'),
  author: ['Planted', 'Author'].join(' '),
  email: ['planted.author', 'example.com'].join('@'),
  commitMessage: ['planted words', 'of a commit'].join(' '),
  digest: ['5baa61e4planted', 'c9b93f3f0682250b6cf8331b7ee68fd8'].join(''),
} as const;

/** A line of a file with a planted value in it. */
export const plantedLine = `key = "${planted.value}"`;
