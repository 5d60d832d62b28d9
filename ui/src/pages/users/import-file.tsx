/** The choice of a file: dropped, or found by the browser's own window. */
import { Button, FileButton, Group, Paper, Stack, Text } from "@mantine/core";
import { IconDownload, IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/format";
import { TEMPLATE } from "./import-columns";
import { FILE_MAX } from "./import-rows";

export function FileChoice({ choose }: { choose: (file: File) => void }) {
  const { t } = useTranslation("users");
  const format = useFormat();
  const [isOver, over] = useState(false);
  const [error, setError] = useState("");
  const take = (file: File | null | undefined) => {
    if (!file) return;
    if (file.size > FILE_MAX) return setError(t("import.tooLarge", { max: format.bytes(FILE_MAX) }));
    choose(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    over(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <Paper
      withBorder
      p="xl"
      onDragOver={event => {
        event.preventDefault();
        over(true);
      }}
      onDragLeave={() => over(false)}
      onDrop={drop}
      style={{
        borderStyle: "dashed",
        borderWidth: 2,
        background: isOver ? "var(--strowger-row)" : undefined,
      }}
    >
      <Stack align="center" gap="sm">
        <IconFileUpload size={40} stroke={1.2} aria-hidden />
        <Text ta="center">{t("import.drop")}</Text>
        {error && (
          <Text role="alert" size="sm" c="var(--strowger-bad)">
            {error}
          </Text>
        )}
        <Group gap="sm" justify="center">
          <FileButton accept=".csv,text/csv" onChange={take}>
            {props => <Button {...props}>{t("import.choose")}</Button>}
          </FileButton>
          <Button
            component="a"
            variant="default"
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(TEMPLATE)}`}
            download="users.csv"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t("import.template")}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
