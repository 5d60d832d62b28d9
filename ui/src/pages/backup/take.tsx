/** Takes a backup. */
import { Alert, Button, Checkbox, PasswordInput, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconDownload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure, READABLE } from "@/frame/failure";
import { TransferProgress, WorkProgress } from "./progress";
import { type Far, keep, takeBackup } from "./transfer";

type Stage =
  | { at: "idle" }
  | { at: "making" }
  | { at: "coming"; far: Far }
  | { at: "kept"; name: string }
  | { at: "failed"; error: unknown };

/** How long a passphrase is, as the exchange has it. */
const PASSPHRASE_MIN = 12;
const PASSPHRASE_MAX = 200;

export function Take() {
  const { t } = useTranslation(["backup", "form", "frame"]);
  const [callLogs, include] = useState(false);
  const [isForOthers, allowOthers] = useState(false);
  const [passphrase, type] = useState("");
  const [stage, go] = useState<Stage>({ at: "idle" });
  const stop = useRef(new AbortController());
  const take = async () => {
    stop.current = new AbortController();
    go({ at: "making" });
    try {
      const given = isForOthers ? passphrase : "";
      const taken = await takeBackup(callLogs, given, far => go({ at: "coming", far }), stop.current.signal);
      keep(taken);
      go({ at: "kept", name: taken.name });
    } catch (error) {
      go(stop.current.signal.aborted ? { at: "idle" } : { at: "failed", error });
    }
  };
  const isAtWork = stage.at === "making" || stage.at === "coming";
  return (
    <Stack>
      <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} styles={READABLE} p="sm">
        <Text size="sm">{t("take.secret")}</Text>
      </Alert>
      <Checkbox
        label={t("take.callLogs")}
        description={t("take.callLogsHelp")}
        checked={callLogs}
        disabled={isAtWork}
        onChange={event => include(event.currentTarget.checked)}
      />
      <Checkbox
        label={t("take.withPassphrase")}
        description={t("take.withPassphraseHelp")}
        checked={isForOthers}
        disabled={isAtWork}
        onChange={event => allowOthers(event.currentTarget.checked)}
      />
      {isForOthers && (
        <PasswordInput
          label={t("take.passphrase")}
          description={t("take.passphraseHelp")}
          autoComplete="new-password"
          maw={420}
          maxLength={PASSPHRASE_MAX}
          value={passphrase}
          disabled={isAtWork}
          onChange={event => type(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("form:password.show") }}
        />
      )}
      {stage.at === "making" && <WorkProgress words={t("take.making")} />}
      {stage.at === "coming" && <TransferProgress words={t("take.coming")} far={stage.far} />}
      {stage.at === "kept" && (
        <Text size="sm" role="status" c="var(--strowger-ok)">
          {t("take.kept", { name: stage.name })}
        </Text>
      )}
      {stage.at === "failed" && <Failure error={stage.error} />}
      {isAtWork ? (
        <Button variant="default" w="fit-content" onClick={() => stop.current.abort()}>
          {t("frame:actions.cancel")}
        </Button>
      ) : (
        <Button
          w="fit-content"
          disabled={isForOthers && passphrase.length < PASSPHRASE_MIN}
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={() => void take()}
        >
          {t("take.download")}
        </Button>
      )}
    </Stack>
  );
}
