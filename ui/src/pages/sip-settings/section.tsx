/** A part of a tab under its own title. */
import { Title } from "@mantine/core";
import type { ReactNode } from "react";

/** Longest of most times, in seconds. */
export const DAY = 86_400;

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <Title order={2} size="h5" mt="sm">
        {title}
      </Title>
      {children}
    </>
  );
}
