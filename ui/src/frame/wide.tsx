/** What may be wider than the page: it scrolls by itself, by keyboard too. */
import { Box, type BoxProps } from "@mantine/core";
import type { ReactNode } from "react";

export function Wide({ children, ...box }: BoxProps & { children: ReactNode }) {
  return (
    // Whatever scrolls must be reached by keyboard, even where nothing in it can be.
    <Box {...box} tabIndex={0} style={{ overflowX: "auto", maxWidth: "100%" }}>
      {children}
    </Box>
  );
}
