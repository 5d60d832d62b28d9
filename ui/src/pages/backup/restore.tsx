/** Restores a backup: choose the file, see what would change, confirm. */
import {
  Alert,
  Button,
  FileInput,
  Group,
  Modal,
  PasswordInput,
  ScrollArea,
  Stack,
  Table,
  Text,
} from "@mantine/core";
import { IconAlertTriangle, IconFileUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { API } from "@/api/nouns";
import { readAgain } from "@/api/queries";
import { Failure, READABLE } from "@/frame/failure";
import { noticeDone } from "@/frame/notices";
import { useUndo } from "@/frame/undo";
import { useFormat } from "@/i18n/format";
import { WhatWould } from "@/pages/history/preview";
import { TransferProgress, WorkProgress } from "./progress";
import { type Far, type Restored, type Sent, sendBackup } from "./transfer";

type Stage =
  | { at: "idle" }
  | { at: "sending"; isTried: boolean; far: Far | null }
  | { at: "seen"; restored: Restored }
  | { at: "done"; sent: Sent }
  | { at: "failed"; error: unknown };

export function Restore() {
  const { t } = useTranslation(["backup", "form"]);
  const undo = useUndo();
  const [file, choose] = useState<File | null>(null);
  const [passphrase, type] = useState("");
  const [stage, go] = useState<Stage>({ at: "idle" });
  const send = async (isTried: boolean) => {
    if (!file) return;
    go({ at: "sending", isTried, far: null });
    try {
      const sent = await sendBackup(file, passphrase, isTried, far => go({ at: "sending", isTried, far }));
      if (isTried) return go({ at: "seen", restored: sent.restored });
      readAgain(`${API}/`);
      noticeDone(t("restore.notice"), undo(sent.revision));
      choose(null);
      type("");
      go({ at: "done", sent });
    } catch (error) {
      go({ at: "failed", error });
    }
  };
  return (
    <Stack>
      <FileInput
        label={t("restore.file")}
        description={t("restore.fileHelp")}
        placeholder={t("restore.choose")}
        leftSection={<IconFileUpload size={18} aria-hidden />}
        accept=".backup,application/vnd.sqlite3,application/octet-stream"
        clearable
        clearButtonProps={{ "aria-label": t("restore.clear") }}
        value={file}
        onChange={next => {
          choose(next);
          go({ at: "idle" });
        }}
      />
      <PasswordInput
        label={t("restore.passphrase")}
        description={t("restore.passphraseHelp")}
        autoComplete="off"
        maw={420}
        value={passphrase}
        disabled={stage.at === "sending"}
        onChange={event => type(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("form:password.show") }}
      />
      {stage.at === "sending" && <Sending stage={stage} />}
      {stage.at === "failed" && <Failure error={stage.error} />}
      {stage.at === "done" && <Done sent={stage.sent} />}
      <Button
        w="fit-content"
        variant="default"
        disabled={!file || stage.at === "sending"}
        onClick={() => void send(true)}
      >
        {t("restore.look")}
      </Button>
      {stage.at === "seen" && (
        <Preview
          restored={stage.restored}
          close={() => go({ at: "idle" })}
          confirm={() => void send(false)}
        />
      )}
    </Stack>
  );
}

function Sending({ stage: { isTried, far } }: { stage: { isTried: boolean; far: Far | null } }) {
  const { t } = useTranslation("backup");
  const isThere = far?.total != null && far.done >= far.total;
  if (!isThere) return <TransferProgress words={t("restore.sending")} far={far} />;
  return <WorkProgress words={t(isTried ? "restore.reading" : "restore.working")} />;
}

function Done({ sent }: { sent: Sent }) {
  const { t } = useTranslation("backup");
  const format = useFormat();
  const { steps, calls_added: calls } = sent.restored;
  return (
    <Text size="sm" role="status" c="var(--strowger-ok)">
      {t("restore.done", { things: format.number(steps.length), calls: format.number(calls) })}
    </Text>
  );
}

interface PreviewProps {
  restored: Restored;
  close: () => void;
  confirm: () => void;
}

function Preview({ restored, close, confirm }: PreviewProps) {
  const { t } = useTranslation(["backup", "frame"]);
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={t("restore.previewTitle")}
      scrollAreaComponent={ScrollArea.Autosize}
      closeButtonProps={{ "aria-label": t("frame:actions.close") }}
    >
      <Stack>
        <Contents restored={restored} />
        <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} styles={READABLE}>
          {t("restore.access")}
        </Alert>
        <WhatWould plan={restored} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t("frame:actions.cancel")}
          </Button>
          <Button color="red.9" onClick={confirm}>
            {t("restore.confirm")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Contents({ restored: { backup } }: { restored: Restored }) {
  const { t } = useTranslation("backup");
  const format = useFormat();
  const rows: [string, string][] = [
    [t("contents.at"), format.moment(backup.at_ms)],
    [t("contents.version"), `Strowger ${backup.version}`],
    [t("contents.revision"), format.number(backup.revision)],
    [t("contents.calls"), backup.has_call_log ? format.number(backup.calls) : t("contents.noCalls")],
    [t("contents.administrators"), backup.administrators.join(", ") || t("contents.none")],
    [t("contents.tokens"), backup.tokens.join(", ") || t("contents.none")],
  ];
  return (
    <Table variant="vertical" verticalSpacing={4} aria-label={t("contents.label")}>
      <Table.Tbody>
        {rows.map(([label, value]) => (
          <Table.Tr key={label}>
            <Table.Th w="40%">{label}</Table.Th>
            <Table.Td style={{ overflowWrap: "anywhere" }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
