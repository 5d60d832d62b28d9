/** What the file may hold: its columns, and an example to begin with. */
import { Code, Paper, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** The columns in the order in which they are explained. */
const COLUMNS = [
  "firstname",
  "lastname",
  "exten",
  "context",
  "sip_username",
  "sip_secret",
  "weak_password",
  "email",
  "mobile_phone_number",
  "caller_id",
  "outgoing_caller_id",
  "ring_seconds",
  "simultaneous_calls",
  "userfield",
  "incall_exten",
  "incall_context",
  "id",
] as const;

/** A file to begin with: the columns that most files have, and an example. */
export const TEMPLATE = [
  "firstname,lastname,exten,context,email,mobile_phone_number,sip_username,sip_secret,incall_exten,incall_context",
  "Alice,Martin,201,default,alice@example.org,,,,,",
  "",
].join("\r\n");

export function ImportColumns() {
  const { t } = useTranslation("users");
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="columns">
      <Title order={2} size="h4" id="columns">
        {t("import.columnsTitle")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t("import.columnsLead")}
      </Text>
      <Table.ScrollContainer minWidth={320} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={4} aria-label={t("import.columnsTitle")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("import.column")}</Table.Th>
              <Table.Th scope="col">{t("import.meaning")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {COLUMNS.map(column => (
              <Table.Tr key={column}>
                <Table.Th scope="row">
                  <Code>{column}</Code>
                </Table.Th>
                <Table.Td>{t(`import.columns.${column}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
