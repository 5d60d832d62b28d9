/** The number that a trunk is tested with: this browser remembers it for each trunk. */
import { useState } from "react";

/** Where the browser keeps the number of a trunk. */
const keptAs = (trunk: number) => `strowger.test.${trunk}`;

/** The number, and what changes it; nothing at first, so that no call is made unless somebody wants one. */
export function useTestNumber(trunk: number | undefined): [string, (number: string) => void] {
  const [number, set] = useState(() =>
    trunk === undefined ? "" : (localStorage.getItem(keptAs(trunk)) ?? ""),
  );
  const keep = (typed: string) => {
    set(typed);
    if (trunk === undefined) return;
    if (typed.trim() === "") localStorage.removeItem(keptAs(trunk));
    else localStorage.setItem(keptAs(trunk), typed);
  };
  return [number, keep];
}
