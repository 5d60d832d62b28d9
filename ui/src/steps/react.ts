/** In the file of React: whoever asks for this has that file run. */
export const isThere = true;
