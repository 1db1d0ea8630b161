/** The script of the page: searches, filters and opens the findings. It reads the two JSON elements `legend` and `entries`. */
export function page(document: unknown): void;
