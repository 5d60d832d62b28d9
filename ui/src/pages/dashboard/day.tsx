/** The calls of the day by hour, as a picture and as a table. */
import { Anchor, Group, Paper, Table, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useFormat } from "@/i18n/format";

type Hour = Schemas["HourRow"];

const KINDS = ["answered", "missed", "failed"] as const;
type Kind = (typeof KINDS)[number];

/** Colours that also differ in lightness; the pattern of the legend's order does the rest. */
const COLOURS: Record<Kind, string> = {
  answered: "var(--mantine-primary-color-filled)",
  missed: "var(--mantine-color-yellow-5)",
  failed: "var(--mantine-color-red-7)",
};

const HEIGHT = 140;
const BAR = 20;
const GAP = 6;

/** What the last label needs beside its bar. */
const LABEL_OVERHANG = 12;

/** An axis has a label at every so many hours. */
const LABEL_EVERY = 3;

export function Day({ hours }: { hours: Hour[] }) {
  const { t } = useTranslation("dashboard");
  const total = (kind: Kind) => hours.reduce((sum, hour) => sum + hour[kind], 0);
  const isEmpty = KINDS.every(kind => total(kind) === 0);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="day">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="day">
          {t("day.title")}
        </Title>
        <Anchor component={Link} to="/call-logs" size="sm">
          {t("day.all")}
        </Anchor>
      </Group>
      {isEmpty ? (
        <Text c="dimmed">{t("day.none")}</Text>
      ) : (
        <>
          <Bars hours={hours} total={total} />
          <Legend total={total} />
          <AsTable hours={hours} />
        </>
      )}
    </Paper>
  );
}

interface BarsProps {
  hours: Hour[];
  total: (kind: Kind) => number;
}

function Bars({ hours, total }: BarsProps) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const most = Math.max(1, ...hours.map(hour => hour.answered + hour.missed + hour.failed));
  const width = hours.length * (BAR + GAP);
  const words = { answered: total("answered"), missed: total("missed"), failed: total("failed") };
  return (
    <svg
      role="img"
      aria-label={t("day.picture", words)}
      viewBox={`0 0 ${Math.max(width, 12 * (BAR + GAP)) + LABEL_OVERHANG} ${HEIGHT + 18}`}
      width="100%"
      style={{ maxHeight: 220 }}
    >
      {hours.map((hour, index) => {
        let top = HEIGHT;
        const at = format.time(hour.start_ms).slice(0, 5);
        return (
          <g key={hour.start_ms} transform={`translate(${index * (BAR + GAP)} 0)`}>
            <title>{t("day.bar", { hour: at, ...hour })}</title>
            {KINDS.map(kind => {
              const size = (hour[kind] / most) * (HEIGHT - 8);
              top -= size;
              return <rect key={kind} x={0} y={top} width={BAR} height={size} fill={COLOURS[kind]} />;
            })}
            <rect x={0} y={HEIGHT} width={BAR} height={1} fill="currentColor" opacity={0.3} />
            {index % LABEL_EVERY === 0 && (
              <text x={0} y={HEIGHT + 14} fontSize={10} fill="currentColor">
                {at}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function Legend({ total }: { total: (kind: Kind) => number }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  return (
    <Group gap="md" mt="xs">
      {KINDS.map(kind => (
        <Group key={kind} gap={6} wrap="nowrap">
          <span
            aria-hidden
            style={{ width: 12, height: 12, borderRadius: 3, background: COLOURS[kind], flexShrink: 0 }}
          />
          <Text size="sm">
            {t(`day.${kind}`)} <b>{format.number(total(kind))}</b>
          </Text>
        </Group>
      ))}
    </Group>
  );
}

function AsTable({ hours }: { hours: Hour[] }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  return (
    <details style={{ marginTop: "0.75rem" }}>
      <summary style={{ cursor: "pointer", fontSize: "var(--mantine-font-size-sm)" }}>
        {t("day.table")}
      </summary>
      <Table mt="xs" aria-label={t("day.title")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("day.hour")}</Table.Th>
            {KINDS.map(kind => (
              <Table.Th key={kind} scope="col" ta="right">
                {t(`day.${kind}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {hours.map(hour => (
            <Table.Tr key={hour.start_ms}>
              <Table.Td>{format.time(hour.start_ms).slice(0, 5)}</Table.Td>
              {KINDS.map(kind => (
                <Table.Td key={kind} ta="right">
                  {format.number(hour[kind])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}
