/** What is to be typed, or what is printed, with a button that copies it. */
import { Box, Code } from "@mantine/core";
import { CopyButton } from "@/frame/copy";

export function CodeBlock({ text }: { text: string }) {
  return (
    <Box pos="relative" my="sm">
      {/* A block that scrolls must be reachable by keyboard. */}
      <Code block tabIndex={0} pr={52}>
        {text}
      </Code>
      <Box pos="absolute" top={6} right={6} className="no-print">
        <CopyButton text={text} />
      </Box>
    </Box>
  );
}
