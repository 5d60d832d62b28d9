/** The form of an extension: a number, where it can be dialled, where it leads. */
import { Alert, SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { DestinationField, partsOf } from "@/form/destination-field";
import { useField } from "@/form/draft";
import { FreeNumberField } from "@/form/free-number";
import { NounForm } from "@/form/noun-form";
import { RefField } from "@/form/ref-field";
import { useRouteId } from "@/form/route-id";
import { READABLE } from "@/frame/failure";
import { holdsLines } from "@/pages/lines/fields";

type ExtensionDraft = Schemas["ExtensionDraft"];
type Destination = Schemas["DestinationDraft"];

const FRESH: ExtensionDraft = { number: "", context: null, destination: { user: "" } };

export function NewPage() {
  return <ExtensionForm id={undefined} />;
}

export function EditPage() {
  return <ExtensionForm id={useRouteId()} />;
}

function ExtensionForm({ id }: { id: number | undefined }) {
  const { t } = useTranslation("extensions");
  return (
    <NounForm
      noun="extensions"
      id={id}
      listPath="/extensions"
      fresh={FRESH}
      title={(values, isNew) => (isNew ? t("newTitle") : t("oneTitle", { number: values.number }))}
      lead={t("formLead")}
      tabs={() => [
        {
          key: "general",
          title: t("tabs.general"),
          paths: ["number", "context", "destination"],
          content: <Fields />,
        },
      ]}
    />
  );
}

function Fields() {
  const { t } = useTranslation("extensions");
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <RefField
          path="context"
          label={t("fields.context")}
          help={t("fields.contextHelp")}
          noun="contexts"
          only={holdsLines}
          required
        />
        <FreeNumberField
          path="number"
          contextPath="context"
          kind="user"
          label={t("fields.number")}
          help={t("fields.numberHelp")}
          required
        />
      </SimpleGrid>
      <DestinationField path="destination" required />
      <Explained />
    </>
  );
}

/** What the caller of the number will hear. */
function Explained() {
  const { t } = useTranslation("extensions");
  const [kind] = partsOf(useField<Destination>("destination").value);
  return (
    <Alert styles={READABLE} variant="light" aria-live="polite">
      {t(`explained.${kind}`)}
    </Alert>
  );
}
