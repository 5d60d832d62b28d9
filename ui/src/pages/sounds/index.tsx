/** The page of the sound files that callers hear. */
export { SoundsPage } from "./list";
