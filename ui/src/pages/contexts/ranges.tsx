/** The number ranges of a context: which numbers can be given to what. */
import { ActionIcon, Alert, Button, Group, Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useField } from "@/form/draft";
import { NumberField, SelectField, TextField } from "@/form/fields";
import { READABLE } from "@/frame/failure";

export type ContextKind = Schemas["ContextKind"];
type RangeKind = Schemas["RangeKind"];
type Range = Schemas["NumberRangeDraft"];

/** What can have numbers in a context of each kind: DIDs live in incalls, patterns of outgoing calls need no range. */
export const KINDS_IN: Record<ContextKind, RangeKind[]> = {
  internal: ["user", "group", "queue", "conference_room"],
  incall: ["incall"],
  outcall: [],
  services: ["user", "group", "queue", "conference_room"],
  others: ["user", "group", "queue", "conference_room", "incall"],
};

export function RangesField() {
  const { t } = useTranslation("contexts");
  const field = useField<Range[]>("range");
  const kind = useField<ContextKind>("kind").value ?? "internal";
  const ranges = field.value ?? [];
  const [first] = KINDS_IN[kind];
  const add = () => field.set([...ranges, { for: first ?? "user", start: "", end: null, did_length: null }]);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t(`range.help.${kind}`)}
      </Text>
      {ranges.length === 0 && first && <Alert styles={READABLE}>{t("range.none")}</Alert>}
      {ranges.map((range, index) => (
        <RangeCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a range has no name of its own
          key={index}
          index={index}
          kinds={kindsFor(kind, range)}
          isReadOnly={field.isReadOnly}
          remove={() => field.set(ranges.filter((_, other) => other !== index))}
        />
      ))}
      {!field.isReadOnly && first && (
        <Button
          variant="default"
          w="fit-content"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={add}
        >
          {t("range.add")}
        </Button>
      )}
    </Stack>
  );
}

/** What a range can be for; one that is stored stays to be seen, whatever the kind of the context became. */
function kindsFor(kind: ContextKind, range: Range): RangeKind[] {
  const kinds = KINDS_IN[kind];
  return range.for && !kinds.includes(range.for) ? [...kinds, range.for] : kinds;
}

interface RangeCardProps {
  index: number;
  kinds: RangeKind[];
  isReadOnly: boolean;
  remove: () => void;
}

function RangeCard({ index, kinds, isReadOnly, remove }: RangeCardProps) {
  const { t } = useTranslation("contexts");
  const path = `range[${index}]`;
  const isIncall = useField<RangeKind>(`${path}.for`).value === "incall";
  const label = t("range.one", { number: index + 1 });
  return (
    <Paper withBorder p="sm" role="group" aria-label={label}>
      <Group justify="space-between" mb={4}>
        <Text fw={600} size="sm">
          {label}
        </Text>
        {!isReadOnly && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("range.remove", { number: index + 1 })}
            title={t("range.remove", { number: index + 1 })}
            onClick={remove}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2, md: isIncall ? 4 : 3 }} spacing="md">
        <SelectField
          path={`${path}.for`}
          label={t("range.for")}
          help={t("range.forHelp")}
          choices={kinds.map(value => ({ value, label: t(`range.kinds.${value}`) }))}
          required
        />
        <TextField path={`${path}.start`} label={t("range.start")} help={t("range.startHelp")} required />
        <TextField path={`${path}.end`} label={t("range.end")} help={t("range.endHelp")} />
        {isIncall && (
          <NumberField
            path={`${path}.did_length`}
            label={t("range.didLength")}
            help={t("range.didLengthHelp")}
            min={1}
            max={16}
          />
        )}
      </SimpleGrid>
    </Paper>
  );
}
