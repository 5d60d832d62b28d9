/** One operation of the API: what it takes, what it answers. */
import { Accordion, Badge, Code, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Wide } from "@/frame/wide";
import { CodeBlock } from "@/pages/manual/code-block";
import type { Answer, OpenApi, Operation, Parameter, Schema } from "./document";
import { exampleOf, type Row, rowsOf, typeOf } from "./schema";
import { Ticked } from "./ticked";

/** Dark enough for white letters, in both themes. */
const COLOURS: Record<string, string> = {
  get: "#1864ab",
  post: "#1e6f3a",
  put: "#8a4b00",
  patch: "#862e9c",
  delete: "#b3261e",
};

interface OperationProps {
  operation: Operation;
  document: OpenApi;
  isOpen: boolean;
}

export function OperationItem({ operation, document, isOpen }: OperationProps) {
  const { method, path, summary, id } = operation;
  return (
    <Accordion.Item value={id} id={id}>
      <Accordion.Control>
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <Badge color={COLOURS[method] ?? "#495057"} radius="sm" w={76} style={{ flexShrink: 0 }}>
            {method}
          </Badge>
          <div>
            <Text ff="monospace" size="sm" style={{ overflowWrap: "anywhere" }}>
              {path}
            </Text>
            <Text size="sm" c="dimmed">
              <Ticked text={summary} />
            </Text>
          </div>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>{isOpen && <Details operation={operation} document={document} />}</Accordion.Panel>
    </Accordion.Item>
  );
}

function Details({ operation, document }: Omit<OperationProps, "isOpen">) {
  const { t } = useTranslation("manual");
  const { parameters = [], requestBody, responses = {}, description, security } = operation;
  const bodies = Object.entries(requestBody?.content ?? {});
  return (
    <Stack gap="sm">
      {description && (
        <Text className="pre">
          <Ticked text={description} />
        </Text>
      )}
      {!security?.length && <Text size="sm">{t("api.open")}</Text>}
      {parameters.length > 0 && <Parameters parameters={parameters} document={document} />}
      {bodies.map(([kind, media]) => (
        <Shape
          key={kind}
          title={`${t("api.body")}: ${kind}`}
          schema={media.schema}
          example={media.example ?? Object.values(media.examples ?? {})[0]?.value}
          document={document}
        />
      ))}
      <Title order={4} size="h6">
        {t("api.answers")}
      </Title>
      {Object.entries(responses).map(([status, answer]) => (
        <AnswerShape key={status} status={status} answer={answer} document={document} />
      ))}
    </Stack>
  );
}

function Parameters({ parameters, document }: { parameters: Parameter[]; document: OpenApi }) {
  const { t } = useTranslation("manual");
  return (
    <>
      <Title order={4} size="h6">
        {t("api.parameters")}
      </Title>
      <Wide>
        <Table aria-label={t("api.parameters")} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("api.name")}</Table.Th>
              <Table.Th>{t("api.where")}</Table.Th>
              <Table.Th>{t("api.type")}</Table.Th>
              <Table.Th>{t("api.meaning")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {parameters.map(({ name, in: place, required, schema, description }) => (
              <Table.Tr key={name}>
                <Table.Td>
                  <Code>{name}</Code>
                </Table.Td>
                <Table.Td>{t(`api.places.${place}`)}</Table.Td>
                <Table.Td>
                  <Type schema={schema ?? {}} document={document} isRequired={required ?? false} />
                </Table.Td>
                <Table.Td>
                  <Ticked text={description} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
    </>
  );
}

function AnswerShape({ status, answer, document }: { status: string; answer: Answer; document: OpenApi }) {
  const { t } = useTranslation("manual");
  const [kind, media] = Object.entries(answer.content ?? {})[0] ?? [];
  const name = status === "default" ? t("api.anyOther") : status;
  return (
    <div>
      <Text size="sm">
        <b>{name}</b> {answer.description}{" "}
        <Text span c="dimmed" size="sm">
          {kind ?? t("api.noBody")}
        </Text>
      </Text>
      {/* What a refusal looks like is the same everywhere, and told in the manual. */}
      {status !== "default" && kind === "application/json" && (
        <Shape title="" schema={media?.schema} example={media?.example} document={document} isFolded />
      )}
    </div>
  );
}

interface ShapeProps {
  title: string;
  schema: Schema | undefined;
  example: unknown;
  document: OpenApi;
  /** The fields stand behind a word: they are mostly those of the body. */
  isFolded?: boolean;
}

function Shape({ title, schema, example, document, isFolded }: ShapeProps) {
  const { t } = useTranslation("manual");
  const rows = rowsOf(schema, document);
  const shown = example ?? exampleOf(schema, document);
  return (
    <div>
      {title && (
        <Title order={4} size="h6">
          {title}
        </Title>
      )}
      {rows.length > 0 && isFolded && (
        <details>
          <Text component="summary" size="sm" style={{ cursor: "pointer" }}>
            {t("api.fields", { count: rows.length })}
          </Text>
          <Fields rows={rows} document={document} label={t("api.answers")} />
        </details>
      )}
      {rows.length > 0 && !isFolded && <Fields rows={rows} document={document} label={title} />}
      <Text size="sm" fw={500} mt="xs">
        {t("api.example")}
      </Text>
      <CodeBlock text={typeof shown === "string" ? shown : JSON.stringify(shown, null, 2)} />
    </div>
  );
}

function Fields({ rows, document, label }: { rows: Row[]; document: OpenApi; label: string }) {
  const { t } = useTranslation("manual");
  return (
    <Wide>
      <Table aria-label={label} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("api.name")}</Table.Th>
            <Table.Th>{t("api.type")}</Table.Th>
            <Table.Th>{t("api.meaning")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ path, schema, isRequired }) => (
            <Table.Tr key={path}>
              <Table.Td>
                <Code>{path}</Code>
              </Table.Td>
              <Table.Td>
                <Type schema={schema} document={document} isRequired={isRequired} />
              </Table.Td>
              <Table.Td>
                <Ticked text={schema.description} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

function Type({ schema, document, isRequired }: { schema: Schema; document: OpenApi; isRequired: boolean }) {
  const { t } = useTranslation("manual");
  const words = { listOf: (type: string) => t("api.listOf", { type }), oneOf: t("api.oneOf") };
  const notes = [
    isRequired && t("api.required"),
    schema.minimum !== undefined && t("api.atLeast", { value: schema.minimum }),
    schema.maximum !== undefined && t("api.atMost", { value: schema.maximum }),
    schema.default !== undefined &&
      schema.default !== null &&
      t("api.default", { value: JSON.stringify(schema.default) }),
  ].filter(Boolean);
  return (
    <>
      <Text size="sm" ff="monospace">
        {typeOf(schema, document, words)}
      </Text>
      {notes.length > 0 && (
        <Text size="xs" c="dimmed">
          {notes.join(", ")}
        </Text>
      )}
    </>
  );
}
