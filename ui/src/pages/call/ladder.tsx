/** The SIP messages of a call: drawn as a ladder, each to be read whole. */
import { Alert, Anchor, Button, Code, Drawer, Skeleton, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { Refused } from "@/api/problem";
import { CopyButton } from "@/frame/copy";
import { Failure, READABLE } from "@/frame/failure";
import { useFormat } from "@/i18n/format";
import { Section } from ".";
import { LadderPicture, nameOfHost } from "./ladder-picture";

type Message = Schemas["LadderMessage"];

interface LadderPanelProps {
  id: string;
  again: { refetchInterval?: number };
}

export function LadderPanel({ id, again }: LadderPanelProps) {
  const { t } = useTranslation("calls");
  const [open, show] = useState<Message | null>(null);
  const { data, error, refetch } = $api.useQuery(
    "get",
    "/api/v1/calls/{id}/ladder",
    { params: { path: { id } } },
    again,
  );
  const hasMessages = (data?.messages.length ?? 0) > 0;
  return (
    <Section
      id="ladder"
      title={t("ladder.title")}
      lead={hasMessages && t("ladder.lead")}
      actions={
        hasMessages && (
          <Button
            component="a"
            variant="default"
            href={`/api/v1/calls/${encodeURIComponent(id)}/pcap`}
            download={`${id}.pcap`}
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t("ladder.pcap")}
          </Button>
        )
      }
    >
      {error && <Gone error={error} retry={() => void refetch()} />}
      {!error && !data && <Skeleton height={160} />}
      {data && !data.complete && (
        <Alert color="orange" mb="sm" styles={READABLE}>
          {t("ladder.partial")}
        </Alert>
      )}
      {data && !hasMessages && <Text c="dimmed">{t("ladder.empty")}</Text>}
      {data && hasMessages && (
        <>
          <LadderPicture ladder={data} open={show} />
          <Whole ladder={data} message={open} close={() => show(null)} />
        </>
      )}
    </Section>
  );
}

/** Messages that are no longer kept, or never were, are no failure. */
function Gone({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation("calls");
  const code = error instanceof Refused ? error.problem.cause?.code : undefined;
  if (code !== "messages_gone" && code !== "messages_off") return <Failure error={error} retry={retry} />;
  return (
    <Text c="dimmed">
      {t(code === "messages_gone" ? "ladder.gone" : "ladder.off")}{" "}
      <Anchor component={Link} to="/settings/sip" underline="always">
        {t("ladder.settings")}
      </Anchor>
    </Text>
  );
}

interface WholeProps {
  ladder: Schemas["Ladder"];
  message: Message | null;
  close: () => void;
}

function Whole({ ladder, message, close }: WholeProps) {
  const { t } = useTranslation("calls");
  const format = useFormat();
  const exchange = t("ladder.exchange");
  return (
    <Drawer opened={message !== null} onClose={close} position="right" size="xl" title={message?.first_line}>
      {message && (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            {t("ladder.sentBy", {
              from: nameOfHost(ladder, message.from, exchange),
              to: nameOfHost(ladder, message.to, exchange),
              transport: message.transport.toUpperCase(),
              when: format.time(message.at_us / 1_000),
            })}
          </Text>
          <Code block className="pre" tabIndex={0} mb="sm">
            {message.text}
          </Code>
          <CopyButton text={message.text} />
        </>
      )}
    </Drawer>
  );
}
