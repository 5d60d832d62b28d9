/** The general SIP settings, with XiVO's tabs. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { API } from "@/api/nouns";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { useDraft } from "@/form/draft";
import { FormPage } from "@/form/form-page";
import type { FormTab } from "@/form/tabs";
import { Failure } from "@/frame/failure";
import { noticeDone } from "@/frame/notices";
import { NetworkTab } from "./network-tab";
import { replaceSettings, type Settings, useSettings } from "./settings";
import { GeneralTab, SecurityTab, SignalingTab } from "./tabs";

export function SipSettings() {
  const { data, error, refetch } = useSettings();
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return null;
  return <SettingsForm stored={data} />;
}

function SettingsForm({ stored }: { stored: Settings }) {
  const { t } = useTranslation(["settings", "form", "frame"]);
  const mayConfigure = useMay("configure");
  const draft = useDraft<Settings>(stored, !mayConfigure);
  const save = async () => {
    const { answer } = await replaceSettings(draft.values);
    draft.reset(answer);
    readAgain(`${API}/`);
    noticeDone(t("form:saved"));
  };
  const cancel = mayConfigure && (
    <Button variant="default" disabled={!draft.isChanged} onClick={() => draft.reset(stored)}>
      {t("frame:actions.cancel")}
    </Button>
  );
  return (
    <FormPage
      draft={draft}
      title={t("title")}
      lead={t("lead")}
      tabs={useTabs()}
      save={save}
      cancel={cancel}
    />
  );
}

const GENERAL = [
  "name",
  "realm",
  "user_agent",
  "time_zone",
  "country",
  "language",
  "max_call_duration",
  "emergency_numbers",
];
const NETWORK = ["phone_address", "external_address", "local_networks", "rtp_timeout"];
const SIGNALING = [
  "codecs",
  "session_expires",
  "session_min_se",
  "trunk_silence",
  "registration_expiry_min",
  "registration_expiry_default",
  "registration_expiry_max",
];
const SECURITY = ["call_log_days", "kept_messages_mb"];

function useTabs(): FormTab[] {
  const { t } = useTranslation("settings");
  return [
    { key: "general", title: t("tabs.general"), paths: GENERAL, content: <GeneralTab /> },
    { key: "network", title: t("tabs.network"), paths: NETWORK, content: <NetworkTab /> },
    { key: "signaling", title: t("tabs.signaling"), paths: SIGNALING, content: <SignalingTab /> },
    { key: "security", title: t("tabs.security"), paths: SECURITY, content: <SecurityTab /> },
  ];
}
