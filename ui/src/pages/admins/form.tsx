/** The form of an administrator. */
import { Button, Group, Paper, Stack } from "@mantine/core";
import { IconDeviceFloppy, IconTrash } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, api, type Schemas } from "@/api/client";
import { Refused } from "@/api/problem";
import { queries, readAgain } from "@/api/queries";
import { useMay, useMe } from "@/api/session";
import { type Draft, DraftProvider, useDraft } from "@/form/draft";
import { idOf, SelectField, SwitchField, TextField } from "@/form/fields";
import { LeaveGuard } from "@/form/leave-guard";
import { NewPasswordField } from "@/form/new-password";
import { useProblemWords } from "@/form/words";
import { Failure } from "@/frame/failure";
import { noticeDone, noticeFailed } from "@/frame/notices";
import { Page } from "@/frame/page";
import { useSay } from "@/frame/say";
import { LANGUAGES } from "@/i18n";
import { DeleteAdmin } from "./delete";
import { RoleField } from "./role-field";

type Row = Schemas["AdministratorRow"];
type Typed = Schemas["AdministratorDraft"];

const PATH = "/api/v1/administrators";
const FRESH: Typed = { username: "", role: "operator", language: "en", enabled: true, password: "" };

export function NewPage() {
  const { i18n } = useTranslation();
  return <AdminForm stored={undefined} fresh={{ ...FRESH, language: i18n.language }} />;
}

export function EditPage() {
  const { t } = useTranslation("access");
  const { id } = useParams({ strict: false }) as { id: string };
  const read = $api.useQuery("get", `${PATH}/{id}`, { params: { path: { id: Number(id) } } }, { gcTime: 0 });
  if (read.error) {
    return (
      <Page title={t("admins.title")}>
        <Failure error={read.error} retry={() => void read.refetch()} />
      </Page>
    );
  }
  if (!read.data) return null;
  const { username, role, language, enabled } = read.data;
  return (
    <AdminForm key={id} stored={read.data} fresh={{ username, role, language, enabled, password: "" }} />
  );
}

function AdminForm({ stored, fresh }: { stored: Row | undefined; fresh: Typed }) {
  const { t } = useTranslation(["access", "frame"]);
  const mayAdminister = useMay("administer");
  const draft = useDraft<Typed>(fresh, !mayAdminister);
  const [isAsking, ask] = useState(false);
  const [isDone, done] = useState(false);
  const { save, isSaving } = useSave(stored, draft, () => done(true));
  const title = stored ? stored.username : t("admins.newTitle");
  return (
    <DraftProvider draft={draft as unknown as Draft<never>}>
      <Page
        title={title}
        lead={stored ? t("admins.lead") : t("admins.newLead")}
        actions={
          stored &&
          mayAdminister && (
            <Button
              variant="default"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => ask(true)}
            >
              {t("frame:actions.delete")}
            </Button>
          )
        }
      >
        <form onSubmit={save} aria-label={title} noValidate>
          <Paper withBorder p={{ base: "sm", sm: "lg" }}>
            <Fields isNew={!stored} username={draft.values.username ?? ""} />
          </Paper>
          <Group mt="md">
            {mayAdminister && (
              <Button
                type="submit"
                loading={isSaving}
                leftSection={<IconDeviceFloppy size={18} aria-hidden />}
              >
                {t("frame:actions.save")}
              </Button>
            )}
            <Button variant="default" component={Link} to="/admins">
              {t("frame:actions.cancel")}
            </Button>
          </Group>
        </form>
      </Page>
      {stored && (
        <DeleteAdmin of={stored} isOpen={isAsking} close={() => ask(false)} gone={() => done(true)} />
      )}
      <LeaveGuard isOn={draft.isChanged && !isDone} />
    </DraftProvider>
  );
}

function Fields({ isNew, username }: { isNew: boolean; username: string }) {
  const { t } = useTranslation(["access", "frame"]);
  return (
    <Stack maw="40rem">
      <TextField path="username" label={t("admins.username")} help={t("admins.usernameHelp")} required />
      <NewPasswordField
        path="password"
        label={isNew ? t("admins.password") : t("admins.newPassword")}
        username={username}
        required={isNew}
        {...(isNew ? {} : { help: t("admins.passwordHelp") })}
      />
      <RoleField path="role" label={t("admins.role")} help={t("admins.roleHelp")} />
      <SelectField
        path="language"
        label={t("admins.language")}
        help={t("admins.languageHelp")}
        choices={LANGUAGES.map(value => ({ value, label: t(`frame:languages.${value}`) }))}
      />
      <SwitchField path="enabled" label={t("admins.enabled")} help={t("admins.enabledHelp")} />
    </Stack>
  );
}

function useSave(stored: Row | undefined, draft: Draft<Typed>, unguard: () => void) {
  const { t } = useTranslation("form");
  const say = useSay();
  const words = useProblemWords();
  const navigate = useNavigate();
  const me = useMe();
  const [isSaving, setSaving] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    // An empty field keeps the present password.
    const body = { ...draft.values, password: draft.values.password || undefined } as Typed;
    try {
      if (stored) await api.PATCH(`${PATH}/{id}`, { params: { path: { id: stored.id } }, body });
      else await api.POST(PATH, { body });
      unguard();
      readAgain(PATH);
      noticeDone(t(stored ? "saved" : "created"));
      if (stored?.username === me?.username) await queries.invalidateQueries({ queryKey: ["session"] });
      await navigate({ to: "/admins" });
    } catch (error) {
      const errors = error instanceof Refused ? error.problem.errors : [];
      const first = errors[0];
      if (!first) return noticeFailed(say(error));
      draft.refuse(errors);
      const input = document.getElementById(idOf(first.field));
      if (input) input.focus();
      else noticeFailed(words(first));
    } finally {
      setSaving(false);
    }
  };
  return { save, isSaving };
}
