/** The QR code of a sheet: which kind, for which softphone, and why. */
import { Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "@/frame/copy";
import { type Account, sipAddress, waveAccount } from "./qr-text";

const QrCode = lazy(() => import("./qr"));

const SIZE = 240;

type Kind = "wave" | "address";

const KINDS: Kind[] = ["wave", "address"];

export function SheetCode({ account, password }: { account: Account; password: string | null }) {
  const { t } = useTranslation("lines");
  const [kind, choose] = useState<Kind>("wave");
  const text =
    kind === "address" ? sipAddress(account) : password === null ? null : waveAccount(account, password);
  return (
    <Stack gap="xs">
      <Text fw={600} size="sm" id="phone-code">
        {t("code.title")}
      </Text>
      <SegmentedControl
        className="no-print"
        aria-labelledby="phone-code"
        value={kind}
        onChange={value => choose(value === "address" ? "address" : "wave")}
        data={KINDS.map(value => ({ value, label: t(`code.kinds.${value}`) }))}
      />
      <Group align="flex-start" gap="md">
        {text === null ? (
          <Text size="sm" c="dimmed" maw={SIZE}>
            {t("code.needsPassword")}
          </Text>
        ) : (
          <Suspense fallback={<Skeleton width={SIZE} height={SIZE} />}>
            <QrCode text={text} about={SIZE} label={t(`code.labels.${kind}`)} />
          </Suspense>
        )}
        <Stack gap={6} style={{ flex: "1 1 14rem" }}>
          <Text size="sm">{t(`code.why.${kind}`)}</Text>
          {kind === "address" && (
            <Group gap="xs" wrap="nowrap">
              <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
                {sipAddress(account)}
              </Text>
              <span className="no-print">
                <CopyButton text={sipAddress(account)} />
              </span>
            </Group>
          )}
          {kind === "wave" && text !== null && (
            <Text size="sm" c="var(--strowger-warn)">
              {t("code.secret")}
            </Text>
          )}
        </Stack>
      </Group>
    </Stack>
  );
}
