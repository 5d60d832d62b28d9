/** Which numbers are of which class: the administrator's rows, and below those that are shipped. */
import { ActionIcon, Button, Code, Group, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { useField } from "@/form/draft";
import { SelectField, TextField } from "@/form/fields";
import { CLASSES } from "./classes";

type Row = Schemas["DestinationClassDraft"];

export function ClassesTab() {
  const { t } = useTranslation("limits");
  const field = useField<Row[]>("destination_class");
  const rows = field.value ?? [];
  const add = () => field.set([...rows, { prefix: "", class: "premium", note: "" }]);
  return (
    <>
      <Text size="sm">{t("classes.help")}</Text>
      <Stack gap="sm">
        {rows.map((_, index) => (
          <OwnRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own
            key={index}
            index={index}
            isReadOnly={field.isReadOnly}
            remove={() => field.set(rows.filter((__, other) => other !== index))}
          />
        ))}
      </Stack>
      {!field.isReadOnly && (
        <Button
          variant="default"
          w="fit-content"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={add}
        >
          {t("classes.add")}
        </Button>
      )}
      <Plan />
      <Shipped />
    </>
  );
}

function OwnRow({ index, isReadOnly, remove }: { index: number; isReadOnly: boolean; remove: () => void }) {
  const { t } = useTranslation("limits");
  const path = `destination_class[${index}]`;
  const gone = t("classes.remove", { number: index + 1 });
  return (
    <Group
      align="flex-end"
      wrap="nowrap"
      gap="sm"
      role="group"
      aria-label={t("classes.one", { number: index + 1 })}
    >
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm" style={{ flexGrow: 1 }}>
        <TextField path={`${path}.prefix`} label={t("classes.prefix")} mono required />
        <SelectField
          path={`${path}.class`}
          label={t("limit.class")}
          choices={CLASSES.map(value => ({ value, label: t(`class.${value}`) }))}
        />
        <TextField path={`${path}.note`} label={t("classes.note")} />
      </SimpleGrid>
      {!isReadOnly && (
        <ActionIcon variant="subtle" color="gray" mb={4} aria-label={gone} title={gone} onClick={remove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}

/** How numbers are written where the exchange stands, and what is set in its place. */
function Plan() {
  const { t } = useTranslation("limits");
  const plan = $api.useQuery("get", "/api/v1/security/limits").data?.plan;
  return (
    <>
      <Title order={2} size="h5" mt="sm">
        {t("plan.title")}
      </Title>
      <Text size="sm">
        {plan?.country ? t("plan.country", { country: plan.country }) : t("plan.unknown")}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <TextField
          path="country_code"
          label={t("plan.code")}
          placeholder={plan?.code ?? ""}
          help={t("plan.codeHelp")}
        />
        <TextField
          path="international_prefix"
          label={t("plan.international")}
          placeholder={plan?.international_prefix ?? ""}
          help={t("plan.internationalHelp")}
        />
        <TextField
          path="national_prefix"
          label={t("plan.national")}
          placeholder={plan?.national_prefix ?? ""}
          help={t("plan.nationalHelp")}
        />
      </SimpleGrid>
    </>
  );
}

function Shipped() {
  const { t } = useTranslation("limits");
  const rows = $api.useQuery("get", "/api/v1/security/limits").data?.shipped_classes ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      <Title order={2} size="h5" mt="sm">
        {t("classes.shipped")}
      </Title>
      <Table.ScrollContainer minWidth={260}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("classes.prefix")}</Table.Th>
              <Table.Th>{t("limit.class")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(row => (
              <Table.Tr key={row.prefix}>
                <Table.Td>
                  <Code c="var(--mantine-color-text)">{row.prefix}</Code>
                </Table.Td>
                <Table.Td>{t(`class.${row.class as (typeof CLASSES)[number]}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
