/** The end of the first run: each phone's settings, the phones as they register, and a test call. */
import { Alert, Anchor, Button, Card, Divider, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconQrcode, IconUrgent } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure, READABLE } from "@/frame/failure";
import { LineStateShort } from "@/phone/line-state";
import { type LineState, useLineStates } from "@/phone/line-states";
import { PhoneSheet } from "@/phone/sheet";
import { type LineRow, useEmergency, useLines } from "./api";
import { TestCall } from "./test-call";

export function Phones({ back }: { back: () => void }) {
  const { t } = useTranslation(["setup", "frame"]);
  const lines = useLines();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2" ref={title} tabIndex={-1}>
          {t("phones.title")}
        </Title>
        <Text c="dimmed" mt={4}>
          {t("phones.lead")}
        </Text>
      </div>
      {lines.error && <Failure error={lines.error} retry={() => void lines.refetch()} />}
      {lines.data && lines.data.length === 0 && (
        <Group>
          <Text>{t("phones.none")}</Text>
          <Button variant="default" onClick={back}>
            {t("phones.addUser")}
          </Button>
        </Group>
      )}
      {lines.data && lines.data.length > 0 && (
        <>
          <Cards lines={lines.data} />
          <Group>
            <Button variant="default" onClick={back}>
              {t("phones.addUser")}
            </Button>
          </Group>
          <Divider />
          <TestCall lines={lines.data} />
        </>
      )}
      <Divider />
      <Emergency />
      <Next />
    </Stack>
  );
}

function Cards({ lines }: { lines: LineRow[] }) {
  const { t } = useTranslation("setup");
  const states = useLineStates(lines.map(line => line.username));
  const [shown, show] = useState<number | null>(null);
  const done = lines.filter(line => isRegistered(states.get(line.username))).length;
  return (
    <Stack gap="sm">
      <Text
        aria-live="polite"
        size="sm"
        fw={600}
        {...(done === lines.length ? { c: "var(--strowger-ok)" } : {})}
      >
        {done === lines.length ? t("phones.all") : t("phones.some", { done, count: lines.length })}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {lines.map(line => (
          <Card key={line.id} withBorder padding="sm">
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <div style={{ minWidth: 0 }}>
                <Text fw={600} style={{ overflowWrap: "anywhere" }}>
                  {line.name} <Text span>{line.extension}</Text>
                </Text>
                <LineStateShort state={states.get(line.username)} />
              </div>
              <Button
                size="compact-sm"
                variant="default"
                style={{ flexShrink: 0 }}
                leftSection={<IconQrcode size={16} aria-hidden />}
                aria-label={t("phones.settingsOf", { name: line.name })}
                onClick={() => show(line.id)}
              >
                {t("phones.settings")}
              </Button>
            </Group>
          </Card>
        ))}
      </SimpleGrid>
      <PhoneSheet lineId={shown ?? undefined} isOpen={shown !== null} close={() => show(null)} />
    </Stack>
  );
}

const isRegistered = (state: LineState | undefined) => typeof state === "object" && state.length > 0;

/** Numbers for help that nobody could call now. */
function Emergency() {
  const { t } = useTranslation("setup");
  const reach = useEmergency().data?.items ?? [];
  const missing = [...new Set(reach.filter(one => !one.is_reached).map(one => one.number))];
  if (missing.length === 0) return null;
  return (
    <Alert color="orange" icon={<IconUrgent aria-hidden />} title={t("users.emergency")} styles={READABLE}>
      {t("users.emergencyMissing", { numbers: missing.join(", ") })}
    </Alert>
  );
}

function Next() {
  const { t } = useTranslation("setup");
  return (
    <Alert color="teal" icon={<IconCheck aria-hidden />} title={t("phones.finish")} styles={READABLE}>
      <Text size="sm">{t("phones.next")}</Text>
      <Group mt="xs" gap="md">
        <Anchor component={Link} to="/trunks/new" size="sm" underline="always">
          {t("phones.trunk")}
        </Anchor>
        <Anchor component={Link} to="/manual/interconnection" size="sm" underline="always">
          {t("phones.manual")}
        </Anchor>
      </Group>
    </Alert>
  );
}
