/** The form of a context: what it holds, which numbers it has, what it includes. */
import { Alert, SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useField } from "@/form/draft";
import { SelectField, TextField } from "@/form/fields";
import { type FormTab, NounForm } from "@/form/noun-form";
import { OrderedRefsField } from "@/form/ordered-refs-field";
import { useRouteId } from "@/form/route-id";
import { READABLE } from "@/frame/failure";
import { TryNumber } from "@/trace/try-number";
import { type ContextKind, RangesField } from "./ranges";

type ContextDraft = Schemas["ContextDraft"];

const KINDS: ContextKind[] = ["internal", "incall", "outcall", "services", "others"];

const FRESH: ContextDraft = { name: "", label: null, kind: "internal", includes: [], range: [] };

export function NewPage() {
  return <ContextForm id={undefined} />;
}

export function EditPage() {
  return <ContextForm id={useRouteId()} />;
}

function ContextForm({ id }: { id: number | undefined }) {
  const { t } = useTranslation("contexts");
  return (
    <NounForm
      noun="contexts"
      id={id}
      listPath="/contexts"
      fresh={FRESH}
      title={(values, isNew) => (isNew ? t("newTitle") : t("oneTitle", { name: values.name }))}
      lead={t("formLead")}
      tabs={() => tabsOf(t, id === undefined)}
      below={values => (
        <TryNumber
          edits={[{ noun: "context", id: id ?? null, delete: false, draft: values }]}
          first={{ kind: "context", who: values.name ?? "" }}
        />
      )}
    />
  );
}

type T = ReturnType<typeof useTranslation<"contexts">>["t"];

function tabsOf(t: T, isNew: boolean): FormTab[] {
  return [
    {
      key: "general",
      title: t("tabs.general"),
      paths: ["name", "label", "kind"],
      content: <General isNew={isNew} />,
    },
    { key: "ranges", title: t("tabs.ranges"), paths: ["range"], content: <RangesField /> },
    { key: "includes", title: t("tabs.includes"), paths: ["includes"], content: <Includes /> },
  ];
}

function General({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation("contexts");
  const kind = useField<ContextKind>("kind").value ?? "internal";
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextField
          path="name"
          label={t("fields.name")}
          help={t(isNew ? "fields.nameHelp" : "fields.nameFixed")}
          isFixed={!isNew}
          required
        />
        <TextField path="label" label={t("fields.label")} help={t("fields.labelHelp")} />
      </SimpleGrid>
      <SelectField
        path="kind"
        label={t("fields.kind")}
        help={t("fields.kindHelp")}
        choices={KINDS.map(value => ({ value, label: t(`kinds.${value}`) }))}
      />
      <Alert styles={READABLE} variant="light" aria-live="polite">
        {t(`kindWords.${kind}`)}
      </Alert>
    </>
  );
}

function Includes() {
  const { t } = useTranslation("contexts");
  const own = useField<string>("name").value ?? "";
  return (
    <OrderedRefsField
      path="includes"
      noun="contexts"
      label={t("fields.includes")}
      help={t("fields.includesHelp")}
      none={t("fields.includesNone")}
      add={t("fields.includesAdd")}
      without={[own]}
    />
  );
}
