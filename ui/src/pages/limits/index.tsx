/** What calls to the outside may cost: what is stopped, what is used, the limits, the classes of destination, who is told. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { API, send } from "@/api/nouns";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { useDraft } from "@/form/draft";
import { FormPage } from "@/form/form-page";
import type { FormTab } from "@/form/tabs";
import { Failure } from "@/frame/failure";
import { noticeDone } from "@/frame/notices";
import { type Settings, useSettings } from "@/pages/sip-settings/settings";
import { AlertsTab } from "./alerts-tab";
import { ClassesTab } from "./classes-tab";
import { LimitsTab } from "./limits-tab";
import { Stops } from "./stops";
import { UsageBars } from "./usage";

export function LimitsPage() {
  const { data, error, refetch } = useSettings();
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return null;
  return <LimitsForm stored={data} />;
}

const LIMITS = ["limit", "opening_hours", "divert_classes"] as const;
const CLASSES = ["destination_class", "country_code", "international_prefix", "national_prefix"] as const;
const ALERTS = [
  "alert_webhook",
  "alert_webhook_secret",
  "alert_email",
  "alert_email_from",
  "smtp_server",
  "smtp_security",
  "smtp_username",
  "smtp_password",
] as const;

/** The part of the settings that this page has. */
function part(settings: Settings): Settings {
  const kept = [...LIMITS, ...CLASSES, ...ALERTS].map(key => [key, settings[key]]);
  return Object.fromEntries(kept) as Settings;
}

function LimitsForm({ stored }: { stored: Settings }) {
  const { t } = useTranslation(["limits", "form", "frame"]);
  const mayConfigure = useMay("configure");
  const draft = useDraft<Settings>(part(stored), !mayConfigure);
  const save = async () => {
    const { answer } = await send<Settings>("PATCH", `${API}/settings/sip`, draft.values);
    draft.reset(part(answer));
    readAgain(`${API}/`);
    noticeDone(t("form:saved"));
  };
  const cancel = mayConfigure && (
    <Button variant="default" disabled={!draft.isChanged} onClick={() => draft.reset(part(stored))}>
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
      above={
        <>
          <Stops />
          <UsageBars />
        </>
      }
    />
  );
}

function useTabs(): FormTab[] {
  const { t } = useTranslation("limits");
  return [
    { key: "limits", title: t("tabs.limits"), paths: [...LIMITS], content: <LimitsTab /> },
    { key: "classes", title: t("tabs.classes"), paths: [...CLASSES], content: <ClassesTab /> },
    { key: "alerts", title: t("tabs.alerts"), paths: [...ALERTS], content: <AlertsTab /> },
  ];
}
