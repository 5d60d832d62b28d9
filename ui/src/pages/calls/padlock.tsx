/** The padlock of a call. It is closed where nobody on the way to any side can listen, and nowhere else. */
import { Group, Text, Tooltip } from "@mantine/core";
import { IconLock, IconLockOpen2 } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";

type Encryption = Schemas["LegEncryption"];

/** How much of a call is encrypted; nothing is said of one without audio. */
export function secrecyOf(legs: Encryption[]): "private" | "partly" | "none" | null {
  if (legs.length === 0) return null;
  if (legs.every(isPrivate)) return "private";
  return legs.some(leg => leg.tls || leg.srtp) ? "partly" : "none";
}

function isPrivate(leg: Encryption): boolean {
  return leg.tls && Boolean(leg.srtp);
}

/** Says what of a leg is encrypted: keys travel in SIP, so that audio alone is not enough. */
export function sayEncryption(t: TFunction<"calls">, leg: Encryption): string {
  const suite = leg.srtp ?? "";
  if (isPrivate(leg)) return t("encryption.legs.private", { suite });
  if (suite) return t("encryption.legs.srtp", { suite });
  return t(leg.tls ? "encryption.legs.tls" : "encryption.legs.none");
}

export function Padlock({ legs }: { legs: Encryption[] }) {
  const { t } = useTranslation("calls");
  const secrecy = secrecyOf(legs);
  if (secrecy === null) return <>–</>;
  const Icon = secrecy === "private" ? IconLock : IconLockOpen2;
  const color = secrecy === "private" ? "var(--strowger-ok)" : "dimmed";
  return (
    <Tooltip label={legs.map(leg => sayEncryption(t, leg)).join(" · ")} multiline maw={420}>
      <Group gap={6} wrap="nowrap" component="span" c={color}>
        <Icon size={16} aria-hidden />
        <Text component="span" size="sm" inherit>
          {t(`encryption.${secrecy}`)}
        </Text>
      </Group>
    </Tooltip>
  );
}
