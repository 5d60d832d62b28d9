/** The quick table of the first users: a row each; on a narrow page, a block each. */
import { ActionIcon, Box, Grid, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconDice5, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { randomPassword } from "@/form/random-password";
import type { UserRow } from "./rows";

interface UserRowsProps {
  rows: UserRow[];
  change: (key: string, changes: Partial<UserRow>) => void;
  remove: (key: string) => void;
}

/** How much of the width each column takes, on narrow pages and on wide ones. */
const NAME = { base: 12, sm: 4 };
const NUMBER = { base: 4, sm: 2 };
const PASSWORD = { base: 8, sm: 4 };
const BUTTONS = { base: 12, sm: 2 };

export function UserRows({ rows, change, remove }: UserRowsProps) {
  const { t } = useTranslation("setup");
  return (
    <Stack gap="xs" role="group" aria-label={t("users.table")}>
      <Grid visibleFrom="sm" gap="xs" aria-hidden>
        <Grid.Col span={NAME.sm}>
          <Head words={t("users.name")} />
        </Grid.Col>
        <Grid.Col span={NUMBER.sm}>
          <Head words={t("users.number")} />
        </Grid.Col>
        <Grid.Col span={PASSWORD.sm}>
          <Head words={t("users.password")} />
        </Grid.Col>
      </Grid>
      {rows.map((row, index) => (
        <Row key={row.key} row={row} place={index + 1} change={change} remove={remove} />
      ))}
    </Stack>
  );
}

function Head({ words }: { words: string }) {
  return (
    <Text size="sm" fw={600}>
      {words}
    </Text>
  );
}

interface RowProps extends Omit<UserRowsProps, "rows"> {
  row: UserRow;
  place: number;
}

function Row({ row, place, change, remove }: RowProps) {
  const { t } = useTranslation("setup");
  const common = {
    readOnly: row.line !== undefined,
    autoComplete: "off",
    spellCheck: false,
  };
  return (
    <Box pb={{ base: "xs", sm: 0 }}>
      <Grid gap="xs">
        <Grid.Col span={NAME}>
          <TextInput
            {...common}
            aria-label={t("users.nameOf", { row: place })}
            placeholder={place === 1 ? t("users.namePlaceholder") : t("users.name")}
            value={row.name}
            error={row.errors.name}
            onChange={event => change(row.key, { name: event.currentTarget.value })}
          />
        </Grid.Col>
        <Grid.Col span={NUMBER}>
          <TextInput
            {...common}
            aria-label={t("users.numberOf", { row: place })}
            placeholder={t("users.number")}
            value={row.number}
            error={row.errors.number}
            inputMode="tel"
            onChange={event => change(row.key, { number: event.currentTarget.value })}
          />
        </Grid.Col>
        <Grid.Col span={PASSWORD}>
          <TextInput
            {...common}
            aria-label={t("users.passwordOf", { row: place })}
            placeholder={t("users.password")}
            value={row.password}
            error={row.errors.password}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            onChange={event => change(row.key, { password: event.currentTarget.value })}
          />
        </Grid.Col>
        <Grid.Col span={BUTTONS}>
          <Buttons row={row} place={place} change={change} remove={remove} />
        </Grid.Col>
      </Grid>
    </Box>
  );
}

function Buttons({ row, place, change, remove }: RowProps) {
  const { t } = useTranslation("setup");
  if (row.line) {
    return (
      <Group gap={4} h={36} wrap="nowrap" c="var(--strowger-ok)">
        <IconCheck size={18} aria-hidden />
        <Text size="sm">{t("users.made")}</Text>
      </Group>
    );
  }
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t("users.generate", { row: place })}
        title={t("users.generate", { row: place })}
        onClick={() => change(row.key, { password: randomPassword() })}
      >
        <IconDice5 size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t("users.remove", { row: place })}
        title={t("users.remove", { row: place })}
        onClick={() => remove(row.key)}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
