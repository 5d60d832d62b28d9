/** Stands in for the one function that Mantine's scroll area takes from a package of 40 KB, which no list needs otherwise. */
import { useMergedRef } from "@mantine/hooks";
import type { Ref, RefCallback } from "react";

export function useMergeRefs<Instance>(refs: Ref<Instance>[]): RefCallback<Instance> {
  return useMergedRef(...refs);
}
