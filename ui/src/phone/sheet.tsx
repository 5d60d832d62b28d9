/** The sheet with a phone's settings: to copy, to scan, to print and hand over. */
import { Alert, Box, Button, Group, Modal, Skeleton, Stack, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconEye, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/session";
import { CopyButton } from "@/frame/copy";
import { Failure, READABLE } from "@/frame/failure";
import { noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { useFormat } from "@/i18n/format";
import { type PhoneSettings, showPassword, usePhoneSettings } from "./settings";
import "./sheet.css";
import { SheetCode } from "./sheet-code";

interface PhoneSheetProps {
  lineId: number | undefined;
  isOpen: boolean;
  close: () => void;
}

export function PhoneSheet({ lineId, isOpen, close }: PhoneSheetProps) {
  const { t } = useTranslation(["lines", "frame"]);
  const settings = usePhoneSettings(isOpen ? lineId : undefined);
  const account = settings.data?.account;
  const whose = account ? [account.displayName, account.number].filter(Boolean).join(" · ") : "";
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      size="lg"
      title={t("sheet.title", { whose })}
      closeButtonProps={{ "aria-label": t("frame:actions.close") }}
      classNames={{ root: "phone-sheet" }}
    >
      {settings.error && <Failure error={settings.error} retry={() => void settings.refetch()} />}
      {!settings.data && !settings.error && <Skeleton height={240} />}
      {settings.data && lineId !== undefined && (
        <Sheet key={lineId} lineId={lineId} settings={settings.data} />
      )}
    </Modal>
  );
}

function Sheet({ lineId, settings }: { lineId: number; settings: PhoneSettings }) {
  const { t } = useTranslation(["lines", "frame"]);
  const say = useSay();
  const maySee = useMay("secrets");
  const [password, setPassword] = useState<string | null>(null);
  const show = async () => {
    try {
      setPassword(await showPassword(lineId));
    } catch (error) {
      noticeFailed(say(error));
    }
  };
  return (
    <Stack gap="md">
      <Text size="sm">{t("sheet.lead")}</Text>
      {!settings.isReachable && (
        <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />} styles={READABLE}>
          {t("sheet.unreachable")}
        </Alert>
      )}
      <Rows settings={settings} password={password} />
      {password === null && maySee && (
        <Button
          className="no-print"
          variant="default"
          w="fit-content"
          leftSection={<IconEye size={16} aria-hidden />}
          onClick={() => void show()}
        >
          {t("sheet.showPassword")}
        </Button>
      )}
      <SheetCode account={settings.account} password={password} />
      <Group justify="flex-end" className="no-print">
        <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
          {t("sheet.print")}
        </Button>
      </Group>
    </Stack>
  );
}

function Rows({ settings, password }: { settings: PhoneSettings; password: string | null }) {
  const { t } = useTranslation("lines");
  const format = useFormat();
  const { account, codecs, expirySeconds } = settings;
  const rows: [key: string, label: string, value: string, hint?: string][] = [
    ["server", t("sheet.server"), account.server, t("sheet.serverHint")],
    ["port", t("sheet.port"), String(account.port)],
    ["transport", t("sheet.transport"), account.transport.toUpperCase()],
    ["username", t("sheet.username"), account.username, t("sheet.usernameHint")],
    ["password", t("sheet.password"), password ?? ""],
    ["name", t("sheet.displayName"), account.displayName],
    ["number", t("sheet.number"), account.number ?? ""],
    ["codecs", t("sheet.codecs"), codecs.join(", ")],
    ["expiry", t("sheet.expiry"), format.number(expirySeconds), t("sheet.expiryHint")],
  ];
  return (
    <Table verticalSpacing={6} withRowBorders aria-label={t("sheet.table")}>
      <Table.Tbody>
        {rows
          .filter(([key, , value]) => value !== "" || key === "password")
          .map(([key, label, value, hint]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" w="38%" style={{ verticalAlign: "top" }}>
                {label}
              </Table.Th>
              <Table.Td>
                {value === "" ? (
                  <Text size="sm" c="dimmed">
                    {t("sheet.hidden")}
                  </Text>
                ) : (
                  <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
                    {value}
                  </Text>
                )}
                {hint && (
                  <Text size="xs" c="dimmed">
                    {hint}
                  </Text>
                )}
              </Table.Td>
              <Table.Td w={44} className="no-print">
                {value !== "" && (
                  <Box component="span" aria-label={label} role="group">
                    <CopyButton text={value} />
                  </Box>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}
