/** The figures at the top: calls, phones, trunks, audio, load. */
import { Paper, SimpleGrid, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/format";
import type { DashboardPage } from ".";
import { gradeOf } from "./grade";

export function Tiles({ page }: { page: DashboardPage }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const { trunks, quality, load } = page;
  const trunksTotal = trunks.up + trunks.unknown + trunks.down + trunks.disabled;
  const mos = quality.mean_mos;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 5 }}>
      <Tile to="/calls" title={t("tiles.calls")} value={format.number(page.calls_now)}>
        {t("tiles.peak", { peak: format.number(page.calls_peak) })}
      </Tile>
      <Tile to="/lines" title={t("tiles.lines")} value={format.number(page.lines_registered)}>
        {page.lines_total > 0
          ? t("tiles.linesOf", { total: format.number(page.lines_total) })
          : t("tiles.linesNone")}
      </Tile>
      <Tile
        to="/trunks"
        title={t("tiles.trunks")}
        value={trunksTotal === 0 ? "0" : `${format.number(trunks.up)} / ${format.number(trunksTotal)}`}
      >
        {trunksTotal === 0 && t("tiles.trunksNone")}
        {trunks.up > 0 && <Line colour="ok">{t("tiles.up", { number: format.number(trunks.up) })}</Line>}
        {trunks.unknown > 0 && <Line>{t("tiles.unknown", { number: format.number(trunks.unknown) })}</Line>}
        {trunks.disabled > 0 && (
          <Line>{t("tiles.disabled", { number: format.number(trunks.disabled) })}</Line>
        )}
        {trunks.down > 0 && (
          <Line colour="bad">{t("tiles.down", { number: format.number(trunks.down) })}</Line>
        )}
      </Tile>
      <Tile
        to="/call-logs"
        title={t("tiles.quality")}
        value={mos == null ? "–" : t(`grades.${gradeOf(mos)}`)}
      >
        {mos == null
          ? t("tiles.noQuality")
          : t("tiles.mos", { mos: format.number(mos, 1), calls: t("tiles.calls", { count: quality.calls }) })}
      </Tile>
      <Tile title={t("tiles.load")} value={format.percent(load.cpu_pct / 100, 1)}>
        <Line>{t("tiles.cpu", { cores: format.number(load.cores) })}</Line>
        <Line>
          {t("tiles.memory", {
            memory: format.bytes(load.rss_bytes),
            uptime: format.duration(load.uptime_s * 1_000),
          })}
        </Line>
        <Line>{t("tiles.media", { share: format.percent(load.media_worker_pct / 100, 1) })}</Line>
      </Tile>
    </SimpleGrid>
  );
}

interface TileProps {
  title: string;
  value: string;
  /** The page that says more. */
  to?: string;
  children: ReactNode;
}

function Tile({ title, value, to, children }: TileProps) {
  const content = (
    <>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Text fz={28} fw={700} lh={1.3}>
        {value}
      </Text>
      <Text component="div" size="sm" c="dimmed">
        {children}
      </Text>
    </>
  );
  const look = { withBorder: true, p: "md", h: "100%" } as const;
  return to ? (
    <Paper {...look} component={Link} to={to} c="inherit" td="none">
      {content}
    </Paper>
  ) : (
    <Paper {...look}>{content}</Paper>
  );
}

function Line({ colour, children }: { colour?: "ok" | "bad"; children: ReactNode }) {
  return (
    <Text size="sm" c={colour ? `var(--strowger-${colour})` : "dimmed"}>
      {children}
    </Text>
  );
}
