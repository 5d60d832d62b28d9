/** Makes a token, and shows it this once. */
import { Alert, Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/api/client";
import { Refused } from "@/api/problem";
import { readAgain } from "@/api/queries";
import { type Draft, DraftProvider, useDraft } from "@/form/draft";
import { SelectField, TextField } from "@/form/fields";
import { CopyButton } from "@/frame/copy";
import { READABLE } from "@/frame/failure";
import { noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { RoleField } from "@/pages/admins/role-field";
import { DateField } from "./date-field";
import { type Expiry, endOf } from "./expiry";

const EXPIRIES: Expiry[] = ["d30", "d90", "d365", "date", "never"];

interface Typed {
  name: string;
  role: string;
  expiry: Expiry;
  expires_ms: string;
}

export function CreateToken({ close }: { close: () => void }) {
  const { t } = useTranslation("access");
  const [made, setMade] = useState<Schemas["NewToken"] | null>(null);
  const leave = () => {
    readAgain("/api/v1/tokens");
    close();
  };
  return (
    <Modal
      opened
      onClose={leave}
      title={made ? t("tokens.madeTitle", { name: made.name }) : t("tokens.add")}
      size="lg"
      // What is shown once must not be lost to a stray click.
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      withCloseButton={!made}
    >
      {made ? <Made token={made.token} close={leave} /> : <Form close={close} made={setMade} />}
    </Modal>
  );
}

function Form({ close, made }: { close: () => void; made: (token: Schemas["NewToken"]) => void }) {
  const { t } = useTranslation(["access", "frame"]);
  const say = useSay();
  const draft = useDraft<Typed>({ name: "", role: "read_only", expiry: "d365", expires_ms: "" });
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const { name, role, expiry, expires_ms: day } = draft.values;
    try {
      const expires_ms = endOf(expiry, day, Date.now());
      const { data } = await api.POST("/api/v1/tokens", { body: { name, role, expires_ms } });
      if (data) made(data);
    } catch (error) {
      if (error instanceof Refused && error.problem.errors.length > 0) draft.refuse(error.problem.errors);
      else noticeFailed(say(error));
      setBusy(false);
    }
  };
  return (
    <DraftProvider draft={draft as unknown as Draft<never>}>
      <form onSubmit={submit} noValidate aria-label={t("tokens.add")}>
        <Stack>
          <TextField path="name" label={t("tokens.name")} help={t("tokens.nameHelp")} required />
          <RoleField path="role" label={t("tokens.role")} help={t("tokens.roleHelp")} />
          <SelectField
            path="expiry"
            label={t("tokens.expiry")}
            help={t("tokens.expiryHelp")}
            choices={EXPIRIES.map(value => ({ value, label: t(`tokens.expiries.${value}`) }))}
          />
          {draft.values.expiry === "date" && (
            <DateField path="expires_ms" label={t("tokens.date")} help={t("tokens.dateHelp")} required />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("frame:actions.cancel")}
            </Button>
            <Button
              type="submit"
              loading={isBusy}
              disabled={draft.values.expiry === "date" && !draft.values.expires_ms}
            >
              {t("tokens.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </DraftProvider>
  );
}

function Made({ token, close }: { token: string; close: () => void }) {
  const { t } = useTranslation("access");
  const curl = `curl -H "Authorization: Bearer ${token}" ${window.location.origin}/api/v1/trunks`;
  return (
    <Stack>
      <Alert
        color="orange"
        icon={<IconAlertTriangle aria-hidden />}
        title={t("tokens.onceTitle")}
        styles={READABLE}
      >
        {t("tokens.once")}
      </Alert>
      <Shown label={t("tokens.token")} text={token} />
      <Shown label={t("tokens.example")} text={curl} />
      <Group justify="flex-end">
        <Button onClick={close}>{t("tokens.done")}</Button>
      </Group>
    </Stack>
  );
}

function Shown({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Code block className="pre" style={{ flex: 1 }}>
          {text}
        </Code>
        <CopyButton text={text} />
      </Group>
    </div>
  );
}
