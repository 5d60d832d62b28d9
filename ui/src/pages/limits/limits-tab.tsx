/** The table of limits: whose calls, of which class, when, and how much of each there may be. */
import { ActionIcon, Alert, Button, Group, Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useField } from "@/form/draft";
import { ChoicesField, NumberField, SelectField, TextField } from "@/form/fields";
import { READABLE } from "@/frame/failure";
import { CLASSES, COUNTED } from "./classes";

type Limit = Partial<Schemas["LimitDraft"]>;

/** Largest figure of a limit. */
const MOST = 1_000_000;

const FIGURES = ["at_once", "calls_hour", "calls_day", "minutes_hour", "minutes_day"] as const;

export function LimitsTab() {
  const { t } = useTranslation("limits");
  const field = useField<Limit[]>("limit");
  const limits = field.value ?? [];
  const shipped = $api.useQuery("get", "/api/v1/security/limits").data?.shipped_limits;
  const add = () =>
    field.set([...limits, { set: "default", of: "user", class: "international", when: "always" }]);
  return (
    <>
      <Text size="sm">{t("limit.help")}</Text>
      {limits.length === 0 && (
        <Alert color="orange" styles={READABLE}>
          {t("limit.none")}
        </Alert>
      )}
      <Stack gap="sm">
        {limits.map((_, index) => (
          <LimitCard
            // biome-ignore lint/suspicious/noArrayIndexKey: a limit has no name of its own
            key={index}
            index={index}
            isReadOnly={field.isReadOnly}
            remove={() => field.set(limits.filter((__, other) => other !== index))}
          />
        ))}
      </Stack>
      {!field.isReadOnly && (
        <Group>
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
            {t("limit.add")}
          </Button>
          {shipped && (
            <Button variant="default" onClick={() => field.set(shipped)}>
              {t("limit.reset")}
            </Button>
          )}
        </Group>
      )}
      <TextField path="opening_hours" label={t("fields.hours")} help={t("fields.hoursHelp")} />
      <ChoicesField
        path="divert_classes"
        label={t("fields.divert")}
        help={t("fields.divertHelp")}
        choices={CLASSES.map(value => ({ value, label: t(`class.${value}`) }))}
      />
    </>
  );
}

interface LimitCardProps {
  index: number;
  isReadOnly: boolean;
  remove: () => void;
}

function LimitCard({ index, isReadOnly, remove }: LimitCardProps) {
  const { t } = useTranslation("limits");
  const path = `limit[${index}]`;
  const label = t("limit.one", { number: index + 1 });
  const gone = t("limit.remove", { number: index + 1 });
  return (
    <Paper withBorder p="sm" role="group" aria-label={label}>
      <Group justify="space-between" mb={4}>
        <Text fw={600} size="sm">
          {label}
        </Text>
        {!isReadOnly && (
          <ActionIcon variant="subtle" color="gray" aria-label={gone} title={gone} onClick={remove}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" mb="sm">
        <SelectField
          path={`${path}.of`}
          label={t("limit.of")}
          choices={(["user", "trunk", "exchange"] as const).map(value => ({
            value,
            label: t(`limit.ofWhom.${value}`),
          }))}
        />
        <SelectField
          path={`${path}.class`}
          label={t("limit.class")}
          choices={(["any", ...COUNTED] as const).map(value => ({ value, label: t(`class.${value}`) }))}
          fallback="any"
        />
        <SelectField
          path={`${path}.when`}
          label={t("limit.when")}
          choices={(["always", "closed"] as const).map(value => ({ value, label: t(`when.${value}`) }))}
          fallback="always"
        />
        <TextField path={`${path}.set`} label={t("limit.set")} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 2, xs: 3, md: 5 }} spacing="sm">
        {FIGURES.map(figure => (
          <NumberField
            key={figure}
            path={`${path}.${figure}`}
            label={t(`measure.${figure}`)}
            min={0}
            max={MOST}
          />
        ))}
      </SimpleGrid>
    </Paper>
  );
}
