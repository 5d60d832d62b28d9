/** The form of an incoming call: the tab General. */
import { useTranslation } from "react-i18next";
import type { Drafts } from "@/api/nouns";
import { DestinationField, sentDestination } from "@/form/destination-field";
import { SelectField, TextField } from "@/form/fields";
import { NounForm } from "@/form/noun-form";
import { RefField } from "@/form/ref-field";
import { useRouteId } from "@/form/route-id";
import { useUsualContext } from "@/form/usual-context";
import { TryNumber } from "@/trace/try-number";

type IncomingCallDraft = Drafts["incoming-calls"];

const GENERAL = ["did", "context", "destination", "caller_id_mode", "caller_id_name"];
const MODES = ["prepend", "overwrite", "append"] as const;

export function NewPage() {
  const usual = useUsualContext("incall");
  if (usual.isWaiting) return null;
  return <IncomingForm id={undefined} context={usual.name} />;
}

export function EditPage() {
  const id = useRouteId();
  return <IncomingForm key={id} id={id} context={null} />;
}

interface IncomingFormProps {
  id: number | undefined;
  /** The context that a new one begins with. */
  context: string | null;
}

function IncomingForm({ id, context }: IncomingFormProps) {
  const { t } = useTranslation("incoming");
  return (
    <NounForm
      noun="incoming-calls"
      id={id}
      listPath="/incoming-calls"
      fresh={{ context } as IncomingCallDraft}
      title={(values, isNew) => (isNew ? t("newTitle") : t("editTitle", { did: values.did ?? "" }))}
      lead={id === undefined ? t("formLead") : undefined}
      outgoing={sent}
      below={values => (
        <TryNumber
          edits={[{ noun: "incoming_call", id: id ?? null, delete: false, draft: sent(values) }]}
          first={{ kind: "trunk" }}
        />
      )}
      tabs={() => [
        {
          key: "general",
          title: t("tabs.general"),
          paths: GENERAL,
          content: <GeneralTab />,
          isNamed: true,
        },
      ]}
    />
  );
}

function sent(values: IncomingCallDraft): IncomingCallDraft {
  return { ...values, destination: sentDestination(values.destination) };
}

function GeneralTab() {
  const { t } = useTranslation("incoming");
  return (
    <>
      <TextField path="did" label={t("fields.did")} help={t("fields.didHelp")} required mono />
      <RefField
        noun="contexts"
        path="context"
        label={t("fields.context")}
        help={t("fields.contextHelp")}
        only={row => "kind" in row && row.kind === "incall"}
        required
      />
      <DestinationField path="destination" required />
      <SelectField
        path="caller_id_mode"
        label={t("fields.mode")}
        help={t("fields.modeHelp")}
        choices={MODES.map(value => ({ value, label: t(`modes.${value}`) }))}
        fallback="prepend"
      />
      <TextField path="caller_id_name" label={t("fields.text")} help={t("fields.textHelp")} />
    </>
  );
}
