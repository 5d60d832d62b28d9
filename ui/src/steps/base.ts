/** In the file of the router, the cache and the words: whoever asks for this has that file run. */
export const isThere = true;
