/** The form of a line: what its phone logs in with, what it may dial, how it speaks. */
import { Button, Paper } from "@mantine/core";
import { IconDeviceMobileShare } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/session";
import { NumberField } from "@/form/fields";
import { type FormTab, NounForm } from "@/form/noun-form";
import { useRouteId } from "@/form/route-id";
import { LineStateLong } from "@/phone/line-state";
import { useLineStates } from "@/phone/line-states";
import { showPassword } from "@/phone/settings";
import { PhoneSheet } from "@/phone/sheet";
import { freshLine, LineDevices, LineIdentity, LineSignaling, UserField } from "./fields";

export function NewPage() {
  return <LineForm id={undefined} />;
}

export function EditPage() {
  return <LineForm id={useRouteId()} />;
}

function LineForm({ id }: { id: number | undefined }) {
  const { t } = useTranslation("lines");
  const maySee = useMay("secrets");
  const [fresh] = useState(() => freshLine(null, null));
  const reveal = maySee && id !== undefined ? () => showPassword(id) : undefined;
  return (
    <NounForm
      noun="lines"
      id={id}
      listPath="/lines"
      fresh={fresh}
      title={(values, isNew) => (isNew ? t("newTitle") : t("oneTitle", { username: values.username }))}
      lead={t("lead")}
      tabs={() => tabsOf(t, reveal)}
      above={stored => stored && <State username={stored.username ?? ""} />}
      actions={stored => <SheetButton lineId={stored.id} />}
    />
  );
}

type T = ReturnType<typeof useTranslation<"lines">>["t"];

function tabsOf(t: T, reveal: (() => Promise<string>) | undefined): FormTab[] {
  return [
    {
      key: "general",
      title: t("tabs.general"),
      paths: [
        "user",
        "username",
        "password",
        "weak_password",
        "context",
        "extension",
        "caller_id",
        "max_contacts",
        "limits",
      ],
      content: (
        <>
          <UserField />
          <LineIdentity prefix="" reveal={reveal} />
          <LineDevices prefix="" />
        </>
      ),
    },
    {
      key: "signaling",
      title: t("tabs.signaling"),
      paths: ["codecs", "media_encryption", "digest"],
      content: <LineSignaling prefix="" />,
    },
    {
      key: "advanced",
      title: t("tabs.advanced"),
      paths: ["position"],
      content: (
        <NumberField
          path="position"
          label={t("fields.position")}
          help={t("fields.positionHelp")}
          placeholder="1"
          min={1}
          max={1000}
        />
      ),
    },
  ];
}

function State({ username }: { username: string }) {
  const { t } = useTranslation("lines");
  const state = useLineStates([username]).get(username);
  return (
    <Paper withBorder p="md" component="section" aria-label={t("state.title")}>
      <LineStateLong state={state} />
    </Paper>
  );
}

function SheetButton({ lineId }: { lineId: number }) {
  const { t } = useTranslation("lines");
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDeviceMobileShare size={16} aria-hidden />}
        onClick={() => open(true)}
      >
        {t("sheet.open")}
      </Button>
      <PhoneSheet lineId={lineId} isOpen={isOpen} close={() => open(false)} />
    </>
  );
}
