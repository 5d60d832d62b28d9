/** In the file of Mantine's parts: whoever asks for this has that file run. */
export const isThere = true;
