/** Makes passwords that nobody guesses and everybody can read out, and usernames for phones. */

/** Without the letters and digits that look alike. */
const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** Small letters and digits only: what every phone's keypad types without effort. */
const SMALL_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** 20 of 56 symbols are 116 bits. */
const LENGTH = 20;

/** As long as XiVO makes them: no secret, but nothing that a scanner for 101, 102, 103 finds. */
const USERNAME_LENGTH = 8;

export function randomPassword(): string {
  return randomText(LETTERS, LENGTH);
}

export function randomUsername(): string {
  return randomText(SMALL_LETTERS, USERNAME_LENGTH);
}

function randomText(letters: string, length: number): string {
  // A byte past the last whole round of the alphabet would make its first letters likelier.
  const limit = 256 - (256 % letters.length);
  let text = "";
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < limit && text.length < length) text += letters[byte % letters.length];
    }
  }
  return text;
}
