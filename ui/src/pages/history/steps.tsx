/** What is done to each noun, field by field. */
import { Anchor, Group, Paper, Stack, Table, Text, ThemeIcon, Title } from "@mantine/core";
import { IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { Wide } from "@/frame/wide";
import { pageOf, readable, useSayChange } from "./say-change";

type FieldChange = Schemas["FieldChange"];
type Step = Schemas["Step"];

const ICONS = { create: IconPlus, update: IconPencil, delete: IconMinus } as const;
const COLOURS = { create: "teal.8", update: "petrol.8", delete: "red.8" } as const;

interface StepsProps {
  steps: Step[];
  /** The level of the headings. */
  order: 2 | 3;
  /** Whether what was changed is there, to be linked to. */
  isLinked: boolean;
}

export function Steps({ steps, order, isLinked }: StepsProps) {
  return (
    <Stack gap="md">
      {steps.map(step => (
        <One key={`${step.noun}-${step.id}-${step.verb}`} step={step} order={order} isLinked={isLinked} />
      ))}
    </Stack>
  );
}

function One({ step, order, isLinked }: { step: Step } & Omit<StepsProps, "steps">) {
  const say = useSayChange();
  const Icon = ICONS[step.verb];
  const page = isLinked && step.verb !== "delete" ? pageOf(step) : undefined;
  const words = say.change(step);
  return (
    <Paper withBorder p="md">
      <Group gap="sm" wrap="nowrap">
        <ThemeIcon color={COLOURS[step.verb]} size="sm" radius="xl" aria-hidden>
          <Icon size={14} />
        </ThemeIcon>
        <Title order={order} size="h5" style={{ overflowWrap: "anywhere" }}>
          {page ? (
            <Anchor component={Link} to={page} inherit>
              {words}
            </Anchor>
          ) : (
            words
          )}
        </Title>
      </Group>
      {step.fields.length > 0 && <Fields fields={step.fields} label={words} verb={step.verb} />}
    </Paper>
  );
}

function Fields({ fields, label, verb }: { fields: FieldChange[]; label: string; verb: Step["verb"] }) {
  const { t } = useTranslation("history");
  const say = useSayChange();
  return (
    <Wide mt="xs">
      <Table verticalSpacing={4} layout="fixed" aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="30%">{t("revision.field")}</Table.Th>
            {verb !== "create" && <Table.Th>{t("revision.from")}</Table.Th>}
            {verb !== "delete" && <Table.Th>{t("revision.to")}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map(field => (
            <Table.Tr key={field.field}>
              <Table.Th scope="row" fw={500}>
                {say.field(field.field)}
              </Table.Th>
              {verb === "update" && field.secret ? (
                <Table.Td colSpan={2} fs="italic">
                  {t(field.to ? "revision.secretChanged" : "revision.secretRemoved")}
                </Table.Td>
              ) : (
                <>
                  {verb !== "create" && (
                    <Table.Td>
                      <Value value={field.from} isSecret={field.secret} isGone />
                    </Table.Td>
                  )}
                  {verb !== "delete" && (
                    <Table.Td>
                      <Value value={field.to} isSecret={field.secret} />
                    </Table.Td>
                  )}
                </>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

interface ValueProps {
  value: string | null | undefined;
  isSecret: boolean | undefined;
  isGone?: boolean;
}

function Value({ value, isSecret, isGone }: ValueProps) {
  const { t } = useTranslation(["history", "frame"]);
  if (isSecret && value) {
    return (
      <Text size="sm" fs="italic">
        {t("revision.secret")}
      </Text>
    );
  }
  if (value === null || value === undefined || value === "" || value === "[]") {
    return (
      <Text size="sm" c="dimmed" fs="italic">
        {t("revision.absent")}
      </Text>
    );
  }
  const words =
    value === "true" ? t("frame:actions.yes") : value === "false" ? t("frame:actions.no") : readable(value);
  return (
    <Text size="sm" className="pre" component={isGone ? "del" : "ins"} td={isGone ? "line-through" : "none"}>
      {words}
    </Text>
  );
}
