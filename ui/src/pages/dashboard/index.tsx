/** The dashboard: the whole exchange on one page. */
import { Grid, SimpleGrid, Skeleton, Stack } from "@mantine/core";
import { memo, useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { Failure } from "@/frame/failure";
import { Page } from "@/frame/page";
import { Attention } from "./attention";
import { Changes } from "./changes";
import { Day } from "./day";
import { Next } from "./next";
import { Tiles } from "./tiles";
import { Worst } from "./worst";

export type DashboardPage = Schemas["Dashboard"];

/** What no event tells of, such as the load, is asked for again this often. */
const AGAIN_MS = 5_000;

export function Dashboard() {
  const { t } = useTranslation("dashboard");
  // The day is the reader's own, wherever the exchange stands.
  const query = useMemo(() => ({ day_start_ms: new Date().setHours(0, 0, 0, 0) }), []);
  const { data, error, refetch } = $api.useQuery(
    "get",
    "/api/v1/status/dashboard",
    { params: { query } },
    { refetchInterval: AGAIN_MS },
  );
  // Drawn in short steps: a slow phone stays awake for its user meanwhile.
  const page = useDeferredValue(data);
  return (
    <Page title={t("title")} lead={t("lead")}>
      {page ? (
        <Content page={page} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Page>
  );
}

const Content = memo(({ page }: { page: DashboardPage }) => {
  return (
    <>
      <Tiles page={page} />
      <Next page={page} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            <Attention items={page.attention} />
            <Day hours={page.hours} />
            <Worst calls={page.quality.worst} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Changes changes={page.changes} />
        </Grid.Col>
      </Grid>
    </>
  );
});

function Waiting() {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 5 }} aria-hidden>
      {["calls", "lines", "trunks", "quality", "load"].map(tile => (
        <Skeleton key={tile} height={120} />
      ))}
    </SimpleGrid>
  );
}
