/** What was measured of a leg over time: small line charts, and the same as a table. */
import { Group, ScrollArea, SimpleGrid, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useFormat } from "@/i18n/format";

type Sample = Schemas["AudioSample"];

const WIDTH = 240;
const HEIGHT = 48;

interface SamplesProps {
  /** Their times count from the beginning of the call. */
  samples: Sample[];
}

interface Series {
  key: string;
  title: string;
  of: (sample: Sample) => number | null | undefined;
  say: (value: number) => string;
  /** The least that the axis reaches up to: noise must not look like a mountain. */
  most: number;
}

export function Samples({ samples }: SamplesProps) {
  const { t } = useTranslation("calls");
  const format = useFormat();
  const ms = (value: number) => t("audio.ms", { value: format.number(value) });
  const pct = (value: number) => format.percent(value / 100, 1);
  const series: Series[] = [
    {
      key: "mos",
      title: t("audio.mos"),
      of: one => one.mos,
      say: value => format.number(value, 1),
      most: 4.5,
    },
    { key: "rx", title: t("audio.lossRx"), of: one => one.loss_rx_pct, say: pct, most: 5 },
    { key: "tx", title: t("audio.lossTx"), of: one => one.loss_tx_pct, say: pct, most: 5 },
    { key: "jitter", title: t("audio.jitter"), of: one => one.jitter_ms, say: ms, most: 20 },
    { key: "delay", title: t("audio.delay"), of: one => one.round_trip_ms, say: ms, most: 50 },
  ];
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mt="sm" spacing="sm">
        {series.map(one => (
          <Chart key={one.key} series={one} samples={samples} />
        ))}
      </SimpleGrid>
      <AsTable series={series} samples={samples} />
    </>
  );
}

function Chart({ series, samples }: { series: Series; samples: Sample[] }) {
  const { t } = useTranslation("calls");
  const format = useFormat();
  const values = samples.map(series.of);
  const known = values.filter(value => value != null);
  if (known.length === 0) return null;
  const most = Math.max(series.most, ...known);
  const [low, high] = [series.say(Math.min(...known)), series.say(Math.max(...known))];
  const [start, end] = [samples[0]?.at_ms ?? 0, samples.at(-1)?.at_ms ?? 0];
  const x = (index: number) =>
    (((samples[index]?.at_ms ?? start) - start) / Math.max(1, end - start)) * WIDTH;
  const y = (value: number) => HEIGHT - 2 - (value / most) * (HEIGHT - 6);
  const points = values.flatMap((value, index) => (value == null ? [] : [`${x(index)},${y(value)}`]));
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {series.title}
        </Text>
        <Text size="xs">{low === high ? low : `${low} – ${high}`}</Text>
      </Group>
      <svg
        role="img"
        aria-label={t("audio.picture", { what: series.title, low, high })}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        height={HEIGHT}
        preserveAspectRatio="none"
      >
        <line x1={0} x2={WIDTH} y1={HEIGHT - 2} y2={HEIGHT - 2} stroke="currentColor" opacity={0.25} />
        <polyline
          points={points.join(" ")}
          fill="none"
          stroke="var(--mantine-color-anchor)"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <Group justify="space-between" gap="xs" aria-hidden>
        <Text size="xs" c="dimmed">
          {format.clock(start)}
        </Text>
        <Text size="xs" c="dimmed">
          {format.clock(end)}
        </Text>
      </Group>
    </div>
  );
}

function AsTable({ series, samples }: SamplesProps & { series: Series[] }) {
  const { t } = useTranslation("calls");
  const format = useFormat();
  return (
    <details style={{ marginTop: "0.5rem" }}>
      <summary style={{ cursor: "pointer", fontSize: "var(--mantine-font-size-sm)" }}>
        {t("audio.table")}
      </summary>
      <ScrollArea.Autosize mah={280} viewportProps={{ tabIndex: 0 }}>
        <Table aria-label={t("audio.title")} fz="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("audio.after")}</Table.Th>
              {series.map(one => (
                <Table.Th key={one.key} scope="col" ta="right">
                  {one.title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {samples.map(sample => (
              <Table.Tr key={sample.at_ms}>
                <Table.Td>{format.clock(sample.at_ms)}</Table.Td>
                {series.map(one => {
                  const value = one.of(sample);
                  return (
                    <Table.Td key={one.key} ta="right">
                      {value == null ? "–" : one.say(value)}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </details>
  );
}
