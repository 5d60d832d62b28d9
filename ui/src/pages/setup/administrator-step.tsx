/** The second step: the first administrator. Being made signs him in. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Refused } from "@/api/problem";
import { signedIn } from "@/api/session";
import { type Draft, DraftProvider, useDraft } from "@/form/draft";
import { TextField } from "@/form/fields";
import { NewPasswordField } from "@/form/new-password";
import { Failure } from "@/frame/failure";
import { LinkProblem } from "./link-problem";
import { StepFrame } from "./step-frame";

interface AdministratorStepProps {
  token: string;
  back: () => void;
  next: () => void;
}

export function AdministratorStep({ token, back, next }: AdministratorStepProps) {
  const { t, i18n } = useTranslation("setup");
  const draft = useDraft({ username: "", password: "" });
  const [isBusy, setBusy] = useState(false);
  const [refusal, refuse] = useState<unknown>(null);
  const { username, password } = draft.values;
  const make = async () => {
    setBusy(true);
    refuse(null);
    try {
      const body = { token, username, password, language: i18n.language };
      const { data } = await api.POST("/api/v1/setup/administrator", { body });
      // The link has done its work; nobody is to find it in the browser's history.
      window.history.replaceState(window.history.state, "", "/setup");
      if (data) await signedIn(data);
      next();
    } catch (error) {
      if (error instanceof Refused && error.problem.errors.length > 0) draft.refuse(error.problem.errors);
      else refuse(error);
      setBusy(false);
    }
  };
  const cause = refusal instanceof Refused ? refusal.problem.cause?.code : undefined;
  if (cause === "wrong_setup_token") return <LinkProblem cause="old" isInside />;
  if (cause === "setup_done") return <LinkProblem cause="done" isInside />;
  return (
    <DraftProvider draft={draft as unknown as Draft<never>}>
      <StepFrame
        title={t("administrator.title")}
        lead={t("administrator.lead")}
        back={back}
        next={() => void make()}
        isBusy={isBusy}
        canGoOn={username !== "" && password !== ""}
      >
        {refusal != null && <Failure error={refusal} />}
        <TextField
          path="username"
          label={t("administrator.username")}
          help={t("administrator.usernameHelp")}
          autoComplete="username"
          required
        />
        <NewPasswordField
          path="password"
          label={t("administrator.password")}
          help={t("administrator.passwordHelp")}
          username={username}
          required
        />
      </StepFrame>
    </DraftProvider>
  );
}
