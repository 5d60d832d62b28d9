/** The first run. Before there is an administrator, whoever holds the set-up link may go on; then whoever is signed in. */
import { Center, Loader } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "@/api/client";
import { needsSignIn } from "@/api/problem";
import { useMay, whoAmI } from "@/api/session";
import { Failure } from "@/frame/failure";
import { AdministratorStep } from "./administrator-step";
import { ExchangeStep } from "./exchange-step";
import { LanguageStep } from "./language-step";
import { LinkProblem } from "./link-problem";
import { NumberingStep } from "./numbering-step";
import { Phones } from "./phones";
import type { StepName } from "./steps";
import { UsersStep } from "./users-step";
import { Wizard } from "./wizard";

export function SetupPage() {
  const { t } = useTranslation(["setup", "frame"]);
  useDocumentTitle(`${t("title")} · Strowger`);
  const setup = $api.useQuery("get", "/api/v1/setup", undefined, { staleTime: 0 });
  if (setup.error) {
    return (
      <Center mih="100dvh" p="md">
        <Failure error={setup.error} retry={() => void setup.refetch()} />
      </Center>
    );
  }
  if (!setup.data) return <Waiting />;
  if (setup.data.needed) return <First onDone={() => void setup.refetch()} />;
  return <Rest step={setup.data.step} onStep={() => void setup.refetch()} />;
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Center mih="100dvh">
      <Loader aria-label={t("actions.loading")} />
    </Center>
  );
}

/** What comes before there is anybody who could sign in. */
function First({ onDone }: { onDone: () => void }) {
  const [step, go] = useState<"language" | "administrator">("language");
  // Behind the #, so that the browser sends it to nobody.
  const [token] = useState(() => window.location.hash.slice(1));
  if (!token) return <LinkProblem cause="incomplete" />;
  return (
    <Wizard step={step} reached={step} go={next => next === "language" && go(next)}>
      {step === "language" ? (
        <LanguageStep next={() => go("administrator")} />
      ) : (
        <AdministratorStep token={token} back={() => go("language")} next={onDone} />
      )}
    </Wizard>
  );
}

/** What needs the session that the first part began. */
function Rest({ step, onStep }: { step: StepName; onStep: () => void }) {
  const me = useQuery({ queryKey: ["setup", "me"], queryFn: whoAmI, gcTime: 0, retry: false });
  const mayConfigure = useMay("configure");
  const [shown, show] = useState<StepName | null>(null);
  // With a set-up link that has been used, the way on is to sign in.
  if (me.error && needsSignIn(me.error)) {
    return window.location.hash ? (
      <LinkProblem cause="done" />
    ) : (
      <Navigate to="/login" search={{ next: "/setup" }} replace />
    );
  }
  if (me.error) return <Failure error={me.error} retry={() => void me.refetch()} />;
  if (!me.data) return <Waiting />;
  if (!mayConfigure) return <Navigate to="/" replace />;
  const here = shown ?? step;
  const next = () => {
    show(null);
    onStep();
  };
  return (
    <Wizard step={here} reached={step} go={show}>
      <Step of={here} next={next} go={show} />
    </Wizard>
  );
}

interface StepProps {
  of: StepName;
  next: () => void;
  go: (step: StepName) => void;
}

function Step({ of, next, go }: StepProps) {
  switch (of) {
    case "numbering":
      return <NumberingStep back={() => go("exchange")} next={next} />;
    case "users":
      return <UsersStep back={() => go("numbering")} next={next} />;
    case "done":
      return <Phones back={() => go("users")} />;
    default:
      return <ExchangeStep next={next} />;
  }
}
