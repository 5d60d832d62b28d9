/** The import of users: choose a file, see what it would do, then do it. */
import { Button, Group, Loader, Paper, Progress, Stack, Stepper, Text } from "@mantine/core";
import { IconFileImport, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { API } from "@/api/nouns";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { Failure } from "@/frame/failure";
import { noticeDone } from "@/frame/notices";
import { Page } from "@/frame/page";
import { useUndo } from "@/frame/undo";
import { ImportColumns } from "./import-columns";
import { FileChoice } from "./import-file";
import { Preview } from "./import-preview";
import { countsOf, type ImportRow, importUsers } from "./import-rows";

/** How far it is. */
type Stage =
  | { at: "choose" }
  | { at: "checking"; file: File }
  | { at: "checked"; file: File; rows: ImportRow[] }
  | { at: "applying"; file: File; rows: ImportRow[] }
  | { at: "done"; rows: ImportRow[] }
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
          {stage.at === "failed" && <Failure error={stage.error} retry={() => void check(stage.file)} />}
          {(stage.at === "checked" || stage.at === "done") && <Preview rows={stage.rows} />}
          <Acts stage={stage} apply={apply} restart={restart} />
        </Stack>
      )}
    </Page>
  );
}

function Acts({ stage, apply, restart }: { stage: Stage; apply: () => void; restart: () => void }) {
  const { t } = useTranslation("users");
  if (stage.at !== "checked" && stage.at !== "done" && stage.at !== "failed") return null;
  const counts = stage.at === "checked" ? countsOf(stage.rows) : undefined;
  const changing = counts ? counts.create + counts.update : 0;
  return (
    <Group gap="sm">
      {counts && counts.error === 0 && changing > 0 && (
        <Button leftSection={<IconFileImport size={16} aria-hidden />} onClick={apply}>
          {t("import.apply", { count: changing })}
        </Button>
      )}
      {counts && counts.error === 0 && changing === 0 && (
        <Text>
          {stage.at === "checked" && stage.rows.length === 0 ? t("import.noRows") : t("import.nothing")}
        </Text>
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
      become({ at: "checked", file, rows: (await importUsers(file, true)).rows });
    } catch (error) {
      become({ at: "failed", file, error });
    }
  };
  const apply = async () => {
    if (stage.at !== "checked") return;
    const { file } = stage;
    become({ at: "applying", file, rows: stage.rows });
    try {
      const { rows, revision } = await importUsers(file, false);
      const counts = countsOf(rows);
      // Somebody may have changed something since the check: then it says so again, and nothing was done.
      if (counts.error > 0) return become({ at: "checked", file, rows });
      readAgain(`${API}/`);
      const count = counts.create + counts.update;
      noticeDone(t("import.done", { count }), undo(revision));
      become({ at: "done", rows });
    } catch (error) {
      become({ at: "failed", file, error });
    }
  };
  return { stage, check, apply: () => void apply(), restart: () => become({ at: "choose" }) };
}
