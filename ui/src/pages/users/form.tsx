/** The form of a user, in XiVO's order of tabs: who it is, the phones, and what is seldom changed. */
import { SimpleGrid } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schemas } from "@/api/client";
import { LongTextField, NumberField, TextField } from "@/form/fields";
import { useFreeNumbers } from "@/form/free-number";
import { type FormTab, NounForm } from "@/form/noun-form";
import { useRouteId } from "@/form/route-id";
import { freshLine, holdsLines } from "@/pages/lines/fields";
import { CALLS_DEFAULT, OutgoingField, RING_DEFAULT } from "./fields";
import { LinesTab, numbered } from "./lines-tab";
import { fullName } from "./list";
import { Phones } from "./phones";

export type UserDraft = Schemas["UserDraft"];

/** The context that XiVO gives to people's phones. */
const USUAL_CONTEXT = "default";

export function NewPage() {
  const contexts = $api.useQuery("get", "/api/v1/contexts", { params: { query: { limit: 1000 } } });
  const fitting = (contexts.data?.items ?? []).filter(holdsLines).map(context => context.name ?? "");
  const context = fitting.includes(USUAL_CONTEXT) ? USUAL_CONTEXT : fitting[0];
  if (!contexts.isFetched) return null;
  return <WithNumber context={context} />;
}

/** The form waits for the number that it proposes: a field that fills itself while somebody types would be in the way. */
function WithNumber({ context }: { context: string | undefined }) {
  const free = useFreeNumbers(context, "user");
  if (free.isWaiting) return null;
  return <UserForm id={undefined} context={context ?? null} number={free.numbers[0] ?? null} />;
}

export function EditPage() {
  return <UserForm id={useRouteId()} context={null} number={null} />;
}

interface UserFormProps {
  id: number | undefined;
  context: string | null;
  number: string | null;
}

function UserForm({ id, context, number }: UserFormProps) {
  const { t } = useTranslation("users");
  const [fresh] = useState(() => freshUser(context, number));
  return (
    <NounForm
      noun="users"
      id={id}
      listPath="/users"
      fresh={fresh}
      title={(values, isNew) => (isNew ? t("newTitle") : fullName(values))}
      lead={t("formLead")}
      tabs={() => tabsOf(t)}
      above={stored => stored && <Phones user={fullName(stored)} lines={stored.line ?? []} />}
      outgoing={values => ({ ...values, line: numbered(values.line ?? []) })}
    />
  );
}

function freshUser(context: string | null, number: string | null): UserDraft {
  return {
    firstname: "",
    lastname: "",
    email: null,
    mobile_phone_number: null,
    caller_id: null,
    outgoing_caller_id: "default",
    ring_seconds: RING_DEFAULT,
    simultaneous_calls: CALLS_DEFAULT,
    userfield: null,
    line: context === null ? [] : [freshLine(context, number)],
  };
}

type T = ReturnType<typeof useTranslation<"users">>["t"];

function tabsOf(t: T): FormTab[] {
  return [
    {
      key: "general",
      title: t("tabs.general"),
      paths: [
        "firstname",
        "lastname",
        "email",
        "mobile_phone_number",
        "caller_id",
        "outgoing_caller_id",
        "ring_seconds",
      ],
      content: <General />,
    },
    { key: "lines", title: t("tabs.lines"), paths: ["line"], content: <LinesTab /> },
    {
      key: "advanced",
      title: t("tabs.advanced"),
      paths: ["simultaneous_calls", "userfield"],
      content: <Advanced />,
    },
  ];
}

function General() {
  const { t } = useTranslation("users");
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextField path="firstname" label={t("fields.firstname")} help={t("fields.firstnameHelp")} required />
      <TextField path="lastname" label={t("fields.lastname")} help={t("fields.lastnameHelp")} />
      <TextField path="email" label={t("fields.email")} help={t("fields.emailHelp")} />
      <TextField path="mobile_phone_number" label={t("fields.mobile")} help={t("fields.mobileHelp")} />
      <TextField path="caller_id" label={t("fields.callerId")} help={t("fields.callerIdHelp")} />
      <OutgoingField />
      <NumberField path="ring_seconds" label={t("fields.ring")} help={t("fields.ringHelp")} min={0} />
    </SimpleGrid>
  );
}

function Advanced() {
  const { t } = useTranslation("users");
  return (
    <>
      <NumberField
        path="simultaneous_calls"
        label={t("fields.calls")}
        help={t("fields.callsHelp")}
        min={1}
        max={20}
      />
      <LongTextField path="userfield" label={t("fields.note")} help={t("fields.noteHelp")} rows={2} />
    </>
  );
}
