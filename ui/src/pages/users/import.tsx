/** The import of users: choose a file, see what it would do, then do it. */
import { Alert, Button, Group, List, Loader, Paper, Progress, Stack, Stepper, Text } from "@mantine/core";
import { IconFileImport, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { API } from "@/api/nouns";
import { Refused } from "@/api/problem";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { useProblemWords } from "@/form/words";
import { Failure, READABLE } from "@/frame/failure";
import { noticeDone } from "@/frame/notices";
import { Page } from "@/frame/page";
import { useUndo } from "@/frame/undo";
import { ImportColumns } from "./import-columns";
import { FileChoice } from "./import-file";
import { Preview } from "./import-preview";
import { type Import, importUsers } from "./import-rows";

/** How far it is. */
type Stage =
  | { at: "choose" }
  | { at: "checking"; file: File }
  | { at: "checked"; file: File; found: Import }
  | { at: "applying"; file: File }
  | { at: "done"; found: Import }
  | { at: "failed"; file: File; error: unknown };

const STEP_OF = { choose: 0, checking: 1, checked: 1, failed: 1, applying: 2, done: 3 };

export function ImportPage() {
  const { t } = useTranslation(["users", "form"]);
  const mayConfigure = useMay("configure");
  const { stage, check, apply, restart } = useImport();
  return (
    <Page
      title={t("import.title")}
      lead={t("import.lead")}
      actions={
        <Button
          component={Link}
          to="/users"
          variant="default"
          leftSection={<IconUsers size={16} aria-hidden />}
        >
          {t("import.toUsers")}
        </Button>
      }
    >
      {!mayConfigure && <Text>{t("form:readOnly")}</Text>}
      {mayConfigure && (
        <Stack gap="lg">
          <Stepper active={STEP_OF[stage.at]} size="sm" allowNextStepsSelect={false}>
            <Stepper.Step label={t("import.steps.choose")} />
            <Stepper.Step label={t("import.steps.check")} />
            <Stepper.Step label={t("import.steps.apply")} />
          </Stepper>
          {stage.at === "choose" && (
            <>
              <FileChoice choose={check} />
              <ImportColumns />
            </>
          )}
          {stage.at === "checking" && <Waiting words={t("import.checking", { name: stage.file.name })} />}
          {stage.at === "applying" && <Waiting words={t("import.applying")} />}
          {stage.at === "failed" && <Unread error={stage.error} retry={() => void check(stage.file)} />}
          {(stage.at === "checked" || stage.at === "done") && <Preview {...stage.found} />}
          <Acts stage={stage} apply={apply} restart={restart} />
        </Stack>
      )}
    </Page>
  );
}

function Acts({ stage, apply, restart }: { stage: Stage; apply: () => void; restart: () => void }) {
  const { t } = useTranslation("users");
  if (stage.at !== "checked" && stage.at !== "done" && stage.at !== "failed") return null;
  const found = stage.at === "checked" ? stage.found : undefined;
  const changing = found ? found.totals.create + found.totals.update : 0;
  return (
    <Group gap="sm">
      {found && found.totals.refused === 0 && changing > 0 && (
        <Button leftSection={<IconFileImport size={16} aria-hidden />} onClick={apply}>
          {t("import.apply", { count: changing })}
        </Button>
      )}
      {found && found.totals.refused === 0 && changing === 0 && (
        <Text>{found.rows.length === 0 ? t("import.noRows") : t("import.nothing")}</Text>
      )}
      {stage.at === "done" && (
        <Button component={Link} to="/users">
          {t("import.toUsers")}
        </Button>
      )}
      <Button variant="default" onClick={restart}>
        {t("import.another")}
      </Button>
    </Group>
  );
}

/** Why the file as a whole could not be read: what is wrong with its columns, one by one. */
function Unread({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation("users");
  const words = useProblemWords();
  const errors = error instanceof Refused ? error.problem.errors : [];
  if (errors.length === 0) return <Failure error={error} retry={retry} />;
  return (
    <Alert role="alert" color="red" variant="light" title={t("import.unread")} styles={READABLE}>
      <List size="sm">
        {errors.map(one => (
          <List.Item key={one.field + one.message} style={{ overflowWrap: "anywhere" }}>
            {one.field && <b>{one.field}: </b>}
            {words(one)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function Waiting({ words }: { words: string }) {
  return (
    <Paper withBorder p="lg" role="status">
      <Stack gap="sm">
        <Group gap="sm">
          <Loader size="sm" aria-hidden />
          <Text>{words}</Text>
        </Group>
        <Progress value={100} animated aria-label={words} />
      </Stack>
    </Paper>
  );
}

function useImport() {
  const { t } = useTranslation("users");
  const undo = useUndo();
  const [stage, become] = useState<Stage>({ at: "choose" });
  const check = async (file: File) => {
    become({ at: "checking", file });
    try {
      become({ at: "checked", file, found: await importUsers(file, true) });
    } catch (error) {
      become({ at: "failed", file, error });
    }
  };
  const apply = async () => {
    if (stage.at !== "checked") return;
    const { file } = stage;
    become({ at: "applying", file });
    try {
      const found = await importUsers(file, false);
      // Somebody may have changed something since the check: then it says so again, and nothing was done.
      if (!found.applied) return become({ at: "checked", file, found });
      readAgain(`${API}/`);
      const count = found.totals.create + found.totals.update;
      noticeDone(t("import.done", { count }), undo(found.revision ?? null));
      become({ at: "done", found });
    } catch (error) {
      become({ at: "failed", file, error });
    }
  };
  return { stage, check, apply: () => void apply(), restart: () => become({ at: "choose" }) };
}
