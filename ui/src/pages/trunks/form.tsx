/** The form of a trunk, with XiVO's tabs. */
import { SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Drafts } from "@/api/nouns";
import { type FormTab, NounForm } from "@/form/noun-form";
import { useRouteId } from "@/form/route-id";
import { TryNumber } from "@/trace/try-number";
import { AdvancedTab, SignalingTab } from "./calls-tabs";
import { GeneralTab } from "./general-tab";
import { RegisterTab } from "./register-tab";
import { StatePanel } from "./state";
import { TestButton, TestPanel, useTest } from "./test-run";

export type TrunkDraft = Drafts["trunks"];

const FRESH = {
  enabled: true,
  connection_type: "friend",
  addressing: "dynamic",
  monitoring: "yes",
} as TrunkDraft;

const GENERAL = [
  "name",
  "enabled",
  "username",
  "password",
  "weak_password",
  "connection_type",
  "addressing",
  "address",
  "context",
  "call_limit",
  "caller_id",
];
const SIGNALING = [
  "monitoring",
  "codecs",
  "did_source",
  "from_user",
  "from_domain",
  "trust_identity",
  "digest",
];
const ADVANCED = [
  "outbound_proxy",
  "accept_from",
  "transport",
  "tls_fingerprint",
  "media_encryption",
  "transit",
  "limits",
];

export function NewPage() {
  return <TrunkForm id={undefined} />;
}

export function EditPage() {
  const id = useRouteId();
  return <TrunkForm key={id} id={id} />;
}

function TrunkForm({ id }: { id: number | undefined }) {
  const { t } = useTranslation("trunks");
  const test = useTest(id);
  return (
    <NounForm
      noun="trunks"
      id={id}
      listPath="/trunks"
      fresh={FRESH}
      title={(values, isNew) => (isNew ? t("newTitle") : t("editTitle", { name: values.name ?? "" }))}
      lead={id === undefined ? t("formLead") : undefined}
      tabs={values => tabsOf(t, values, id)}
      outgoing={tidied}
      below={values => (
        <TryNumber
          edits={[{ noun: "trunk", id: id ?? null, delete: false, draft: tidied(values) }]}
          first={{ kind: "trunk", who: values.name ?? "" }}
        />
      )}
      actions={() => <TestButton test={test} />}
      above={(stored, draft) =>
        stored && (
          <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: "start" }}>
            <StatePanel id={stored.id} />
            <TestPanel test={test} isChanged={draft.isChanged} />
          </SimpleGrid>
        )
      }
    />
  );
}

type Words = ReturnType<typeof useTranslation<"trunks">>["t"];

function tabsOf(t: Words, values: TrunkDraft, id: number | undefined): FormTab[] {
  return [
    {
      key: "general",
      title: t("tabs.general"),
      paths: GENERAL,
      content: <GeneralTab isStatic={values.addressing === "static"} id={id} />,
    },
    { key: "register", title: t("tabs.register"), paths: ["register"], content: <RegisterTab id={id} /> },
    { key: "signaling", title: t("tabs.signaling"), paths: SIGNALING, content: <SignalingTab /> },
    { key: "advanced", title: t("tabs.advanced"), paths: ADVANCED, content: <AdvancedTab /> },
  ];
}

/** Leaves out what cannot be seen: the address of a dynamic trunk, a registration that was never filled in. */
export function tidied(values: TrunkDraft): TrunkDraft {
  const { register } = values;
  const isBlank =
    register &&
    !register.enabled &&
    Object.entries(register).every(([key, value]) => key === "enabled" || value == null || value === "");
  return {
    ...values,
    address: values.addressing === "static" ? values.address : null,
    register: isBlank ? null : register,
  };
}
