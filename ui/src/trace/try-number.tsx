/** Tries a number with what a form holds. It stands below the form, so it comes after it. */
import { lazy, Suspense } from "react";
import type { TryNumberProps } from "./try-number-box";

const TryNumberBox = lazy(() => import("./try-number-box").then(one => ({ default: one.TryNumberBox })));

export function TryNumber(props: TryNumberProps) {
  return (
    <Suspense fallback={null}>
      <TryNumberBox {...props} />
    </Suspense>
  );
}
