/** Changing one's own password. */
import { Button, Group, Paper, PasswordInput, Stack } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Refused } from "@/api/problem";
import { useMe } from "@/api/session";
import { type Draft, DraftProvider, useDraft } from "@/form/draft";
import { type FieldProps, spoken, useFieldProps } from "@/form/fields";
import { NewPasswordField } from "@/form/new-password";
import { noticeDone, noticeFailed } from "@/frame/notices";
import { Page } from "@/frame/page";
import { useSay } from "@/frame/say";

export function PasswordPage() {
  const { t } = useTranslation(["access", "frame"]);
  const say = useSay();
  const navigate = useNavigate();
  const me = useMe();
  const draft = useDraft({ current: "", password: "" });
  const [isBusy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.PUT("/api/v1/session/password", { body: draft.values });
      noticeDone(t("own.saved"));
      await navigate({ to: "/" });
    } catch (error) {
      if (error instanceof Refused && error.problem.errors.length > 0) draft.refuse(error.problem.errors);
      else noticeFailed(say(error));
      setBusy(false);
    }
  };
  return (
    <Page title={t("own.title")} lead={t("own.lead")}>
      <DraftProvider draft={draft as unknown as Draft<never>}>
        <Paper
          withBorder
          p={{ base: "sm", sm: "lg" }}
          maw="32rem"
          component="form"
          onSubmit={save}
          aria-label={t("own.title")}
          noValidate
        >
          {/* Password managers keep what belongs to this name. */}
          <input type="text" autoComplete="username" value={me?.username ?? ""} readOnly hidden />
          <Stack>
            <CurrentPassword path="current" label={t("own.current")} help={t("own.currentHelp")} required />
            <NewPasswordField path="password" label={t("own.fresh")} username={me?.username ?? ""} required />
            <Group>
              <Button
                type="submit"
                loading={isBusy}
                disabled={!draft.values.current || !draft.values.password}
              >
                {t("frame:actions.save")}
              </Button>
              <Button variant="default" onClick={() => void navigate({ to: "/" })}>
                {t("frame:actions.cancel")}
              </Button>
            </Group>
          </Stack>
        </Paper>
      </DraftProvider>
    </Page>
  );
}

function CurrentPassword(props: FieldProps) {
  const { t } = useTranslation("access");
  const { field, props: input } = useFieldProps<string>(props);
  return (
    <PasswordInput
      {...input}
      {...spoken(input)}
      autoComplete="current-password"
      visibilityToggleButtonProps={{ "aria-label": t("strength.show"), tabIndex: 0 }}
      value={field.value ?? ""}
      onChange={event => field.set(event.currentTarget.value)}
    />
  );
}
