/** The same keys with other words: what every language but English must have. */
export type SameKeys<Words> = {
  [Key in keyof Words]: Words[Key] extends string ? string : SameKeys<Words[Key]>;
};
