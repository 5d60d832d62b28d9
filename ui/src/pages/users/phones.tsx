/** The phones of a user at a glance: whether they are logged in, and the sheet to set them up with. */
import { Button, Group, Paper, Stack } from "@mantine/core";
import { IconDeviceMobileShare } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { LineDraft } from "@/pages/lines/fields";
import { LineStateShort } from "@/phone/line-state";
import { useLineStates } from "@/phone/line-states";
import { useLineId } from "@/phone/settings";
import { PhoneSheet } from "@/phone/sheet";

export function Phones({ user, lines }: { user: string; lines: LineDraft[] }) {
  const { t } = useTranslation("users");
  const usernames = lines.flatMap(line => (line.username ? [line.username] : []));
  const states = useLineStates(usernames);
  if (lines.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label={t("phones.title", { user })}>
      <Stack gap="sm">
        {lines.map(line => (
          <Group key={line.username} justify="space-between" gap="xs">
            <LineStateShort
              state={states.get(line.username ?? "")}
              label={[line.extension, line.username].filter(Boolean).join(" · ")}
            />
            <SheetButton username={line.username ?? ""} />
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

function SheetButton({ username }: { username: string }) {
  const { t } = useTranslation("lines");
  const id = useLineId(username);
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={t("sheet.openOf", { name: username })}
        leftSection={<IconDeviceMobileShare size={16} aria-hidden />}
        disabled={id === undefined}
        onClick={() => open(true)}
      >
        {t("sheet.open")}
      </Button>
      <PhoneSheet lineId={id} isOpen={isOpen} close={() => open(false)} />
    </>
  );
}
