/** A small button with an icon, for what is done to one row of a field: up, down, away. */
import { ActionIcon } from "@mantine/core";
import type { ReactNode } from "react";

interface SmallActProps {
  label: string;
  off: boolean;
  act: () => void;
  children: ReactNode;
}

export function SmallAct({ label, off, act, children }: SmallActProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      title={label}
      disabled={off}
      onClick={act}
    >
      {children}
    </ActionIcon>
  );
}
