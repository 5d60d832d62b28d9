/** Nobody is left nowhere: where a page that was gone to has swept away what had the focus, its title gets it, and is heard. */
import { type RefObject, useEffect, useRef } from "react";

let isGoingOn = false;

/** Says that a page is left for another one. The first page of all keeps the browser's own start. */
export function noteLeaving(): void {
  isGoingOn = true;
}

/** Returns what the title of a page is to hold. */
export function useTitleFocus(): RefObject<HTMLHeadingElement | null> {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isGoingOn && document.activeElement === document.body) title.current?.focus();
  }, []);
  return title;
}
