/** The form of an outgoing call: tabs General and Exten. */
import { Alert, Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import type { Drafts } from "@/api/nouns";
import { NumberField, SwitchField, TextField } from "@/form/fields";
import { NounForm } from "@/form/noun-form";
import { RefField, useNames } from "@/form/ref-field";
import { useRouteId } from "@/form/route-id";
import { useUsualContext } from "@/form/usual-context";
import { READABLE } from "@/frame/failure";
import { TryNumber } from "@/trace/try-number";
import { ExtenTab } from "./exten-tab";
import { TrunksField } from "./trunks-field";

type OutgoingCallDraft = Drafts["outgoing-calls"];

const GENERAL = ["name", "trunks", "context", "ring_time", "internal_caller_id", "emergency"];

/** A row that nobody has written into yet. */
const BLANK_ROW = {} as Schemas["OutgoingExtensionDraft"];

export function NewPage() {
  const usual = useUsualContext("outcall");
  if (usual.isWaiting) return null;
  return <OutgoingForm id={undefined} context={usual.name} />;
}

export function EditPage() {
  const id = useRouteId();
  return <OutgoingForm key={id} id={id} context={null} />;
}

interface OutgoingFormProps {
  id: number | undefined;
  /** The context that a new one begins with. */
  context: string | null;
}

function OutgoingForm({ id, context }: OutgoingFormProps) {
  const { t } = useTranslation("outgoing");
  return (
    <NounForm
      noun="outgoing-calls"
      id={id}
      listPath="/outgoing-calls"
      fresh={{ context, extension: [BLANK_ROW] } as OutgoingCallDraft}
      title={(values, isNew) => (isNew ? t("newTitle") : t("editTitle", { name: values.name ?? "" }))}
      lead={id === undefined ? t("lead") : undefined}
      outgoing={tidied}
      below={values => (
        <TryNumber
          edits={[{ noun: "outgoing_call", id: id ?? null, delete: false, draft: tidied(values) }]}
          first={{ who: "default" }}
        />
      )}
      tabs={values => [
        {
          key: "general",
          title: t("tabs.general"),
          paths: GENERAL,
          content: <GeneralTab firstTrunk={nameOfFirst(values)} />,
        },
        { key: "exten", title: t("tabs.exten"), paths: ["extension"], content: <ExtenTab /> },
      ]}
    />
  );
}

function GeneralTab({ firstTrunk }: { firstTrunk: string }) {
  const { t } = useTranslation("outgoing");
  return (
    <>
      <NoTrunk />
      <TextField path="name" label={t("fields.name")} help={t("fields.nameHelp")} placeholder={firstTrunk} />
      <TrunksField />
      <RefField
        noun="contexts"
        path="context"
        label={t("fields.context")}
        help={t("fields.contextHelp")}
        only={row => "kind" in row && row.kind === "outcall"}
        required
      />
      <NumberField
        path="ring_time"
        label={t("fields.ring")}
        help={t("fields.ringHelp")}
        min={0}
        max={10_800}
      />
      <SwitchField path="internal_caller_id" label={t("fields.internal")} help={t("fields.internalHelp")} />
      <SwitchField path="emergency" label={t("fields.emergency")} help={t("fields.emergencyHelp")} />
    </>
  );
}

/** Says what is missing before an outgoing call makes sense. */
function NoTrunk() {
  const { t } = useTranslation("outgoing");
  const { names, isLoading } = useNames("trunks", "");
  if (isLoading || names.length > 0) return null;
  return (
    <Alert color="orange" styles={READABLE}>
      {t("noTrunk")}{" "}
      <Anchor component={Link} to="/trunks/new" inherit c="var(--mantine-color-anchor)" underline="always">
        {t("makeTrunk")}
      </Anchor>
    </Alert>
  );
}

function nameOfFirst(values: OutgoingCallDraft): string {
  return String(values.trunks?.[0] ?? "");
}

/** Names it after its first trunk where nobody named it, and leaves out rows that nobody wrote into. */
export function tidied(values: OutgoingCallDraft): OutgoingCallDraft {
  const isWritten = (row: object) => Object.values(row).some(value => value != null && value !== "");
  return {
    ...values,
    name: values.name || nameOfFirst(values) || null,
    extension: (values.extension ?? []).filter(isWritten),
  };
}
