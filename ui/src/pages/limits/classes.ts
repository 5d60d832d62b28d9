/** The classes of destination that can be given to numbers, the cheapest first, and those of them that are counted. */
export const COUNTED = ["national", "mobile", "special", "international", "premium"] as const;
export const CLASSES = ["internal", "free", ...COUNTED] as const;
