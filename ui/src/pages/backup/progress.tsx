/** How far a transfer is, or the work of the exchange on it. */
import { Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api } from "@/api/client";
import { useFormat } from "@/i18n/format";
import type { Far } from "./transfer";

/** How often the exchange is asked how far it is. */
const ASK_MS = 500;

interface TransferProgressProps {
  /** What goes on, in words. */
  words: string;
  far: Far | null;
}

export function TransferProgress({ words, far }: TransferProgressProps) {
  const { t } = useTranslation("backup");
  const format = useFormat();
  const share = far?.total ? far.done / far.total : null;
  return (
    <Stack gap={6}>
      <Text size="sm" role="status">
        {words}
      </Text>
      <Progress
        aria-label={words}
        value={share === null ? 100 : share * 100}
        animated={share === null || share === 1}
      />
      {far && (
        <Text size="xs" c="dimmed">
          {far.total
            ? t("far", { done: format.bytes(far.done), total: format.bytes(far.total) })
            : format.bytes(far.done)}
        </Text>
      )}
    </Stack>
  );
}

/** What the exchange says of its own work, while it does not send or take bytes. */
export function WorkProgress({ words }: { words: string }) {
  const progress = $api.useQuery("get", "/api/v1/backup/progress", undefined, { refetchInterval: ASK_MS });
  const work = progress.data;
  const share = work?.active && work.total > 0 ? Math.min(1, work.done / work.total) : null;
  return (
    <Stack gap={6}>
      <Text size="sm" role="status">
        {words}
      </Text>
      <Progress aria-label={words} value={share === null ? 100 : share * 100} animated={share === null} />
    </Stack>
  );
}
