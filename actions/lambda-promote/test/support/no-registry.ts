import type { Images, OpenRegistry } from '../../src/image/image.ts';

/** For tests in which no image is looked at. */
export const noRegistry: OpenRegistry = async ({ text }) => {
  throw new Error(`No image was expected, and ${text} was looked at.`);
};

/** See {@link noRegistry}. */
export const noImages: Images = {
  async read({ text }) {
    throw new Error(`No image was expected, and ${text} was looked at.`);
  },
};
