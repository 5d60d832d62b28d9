/** What is stopped because a limit was passed, each lifted with one click. */
import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconHandStop, IconShieldCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, api, type Schemas } from "@/api/client";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { READABLE } from "@/frame/failure";
import { noticeDone, noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { useFormat } from "@/i18n/format";
import { useTollWords } from "./words";

type Stop = Schemas["StopRow"];

/** Stops that are shown; past it there is something else to do. */
const SHOWN = 100;

export function Stops() {
  const { t } = useTranslation("limits");
  const query = { limit: SHOWN };
  const { data } = $api.useQuery("get", "/api/v1/security/stops", { params: { query } });
  if (!data) return null;
  return (
    <section aria-labelledby="stops-title">
      <Title order={2} size="h4" id="stops-title" mb="xs">
        {t("stops.title")}
      </Title>
      {data.items.length === 0 ? (
        <Group gap="xs" wrap="nowrap" align="flex-start" mb="md">
          <IconShieldCheck size={20} aria-hidden color="var(--strowger-ok)" style={{ flexShrink: 0 }} />
          <Text size="sm">{t("stops.none")}</Text>
        </Group>
      ) : (
        <Stack gap="sm" mb="md">
          {data.items.map(stop => (
            <StopCard key={stop.id} stop={stop} />
          ))}
        </Stack>
      )}
    </section>
  );
}

function StopCard({ stop }: { stop: Stop }) {
  const { t } = useTranslation("limits");
  const words = useTollWords();
  const format = useFormat();
  const mayOperate = useMay("operate");
  const what = words.stopped(stop);
  return (
    <Alert
      color="red"
      variant="light"
      styles={READABLE}
      icon={<IconHandStop size={20} aria-hidden />}
      title={what}
      role="status"
    >
      <Text size="sm">
        {t("stops.why", { passed: words.passed(stop), since: format.moment(stop.since_ms) })}{" "}
        {t("stops.dialled")} <bdi>{stop.number}</bdi>.{" "}
        <Link to="/calls/$id" params={{ id: stop.call }}>
          {t("stops.call")}
        </Link>
      </Text>
      {mayOperate && (
        <Group mt="xs">
          <Lift stop={stop} what={what} />
        </Group>
      )}
    </Alert>
  );
}

function Lift({ stop, what }: { stop: Stop; what: string }) {
  const { t } = useTranslation("limits");
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const lift = async () => {
    setBusy(true);
    try {
      await api.DELETE("/api/v1/security/stops/{id}", { params: { path: { id: stop.id } } });
      noticeDone(t("stops.lifted"));
      readAgain("/api/v1/security", "/api/v1/status/dashboard");
    } catch (error) {
      noticeFailed(say(error));
      setBusy(false);
    }
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={isBusy}
      aria-label={t("stops.liftOf", { what })}
      onClick={() => void lift()}
    >
      {t("stops.lift")}
    </Button>
  );
}
