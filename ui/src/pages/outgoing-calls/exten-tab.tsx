/** The tab Exten: patterns, what each does to a number, and numbers to try. */
import { ActionIcon, Button, Fieldset, Group, SimpleGrid, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useField } from "@/form/draft";
import { NumberField, TextField } from "@/form/fields";
import { Examples } from "./examples";
import { type Matches, type PatternRow, useMatches } from "./matches";
import { Legend, SignButtons } from "./signs";
import { TryNumbers } from "./try-numbers";

export function ExtenTab() {
  const { t } = useTranslation("outgoing");
  const field = useField<PatternRow[]>("extension");
  const rows = field.value ?? [];
  const [typed, type] = useState("");
  const numbers = typed.split(/[\s,;]+/).filter(Boolean);
  const matches = useMatches(rows, numbers);
  return (
    <>
      <Legend />
      {rows.length === 0 && <Text c="dimmed">{t("row.none")}</Text>}
      {rows.map((_, index) => (
        <Row
          // A pattern has no name of its own but its place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          index={index}
          matches={matches}
          remove={
            field.isReadOnly ? undefined : () => field.set(rows.filter((_row, other) => other !== index))
          }
        />
      ))}
      {!field.isReadOnly && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => field.set([...rows, {} as PatternRow])}
          >
            {t("row.add")}
          </Button>
        </Group>
      )}
      <TryNumbers typed={typed} type={type} numbers={numbers} matches={matches} />
    </>
  );
}

interface RowProps {
  index: number;
  matches: Matches | undefined;
  remove: (() => void) | undefined;
}

function Row({ index, matches, remove }: RowProps) {
  const { t } = useTranslation("outgoing");
  const path = `extension[${index}]`;
  const number = index + 1;
  return (
    <Fieldset
      legend={
        <Group gap="xs">
          {t("row.title", { number })}
          {remove && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="md"
              aria-label={t("row.remove", { number })}
              title={t("row.remove", { number })}
              onClick={remove}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <div>
          <TextField
            path={`${path}.pattern`}
            label={t("fields.exten")}
            help={t("fields.extenHelp")}
            required
            mono
          />
          <SignButtons path={`${path}.pattern`} />
        </div>
        <NumberField
          path={`${path}.stripnum`}
          label={t("fields.strip")}
          help={t("fields.stripHelp")}
          min={0}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md" mt="sm">
        <TextField path={`${path}.prefix`} label={t("fields.prefix")} help={t("fields.prefixHelp")} />
        <TextField
          path={`${path}.external_prefix`}
          label={t("fields.external")}
          help={t("fields.externalHelp")}
        />
        <TextField path={`${path}.caller_id`} label={t("fields.callerId")} help={t("fields.callerIdHelp")} />
      </SimpleGrid>
      <Examples index={index} matches={matches} />
    </Fieldset>
  );
}
