export const books = () => 'Moby-Dick, Emma';
