/** The fifth step: the first users, each with a number and a phone, and the emergency numbers. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { API, send } from "@/api/nouns";
import { type ProblemField, Refused } from "@/api/problem";
import { readAgain } from "@/api/queries";
import { useProblemWords } from "@/form/words";
import { Failure, READABLE } from "@/frame/failure";
import { saveSettings, useFreeNumbers, useLines, useSettings } from "./api";
import { EmergencyField } from "./emergency-field";
import { columnOf, emergencyProposed, freshRow, nextNumber, type UserRow, usernameOf, userOf } from "./rows";
import { StepFailure, StepFrame } from "./step-frame";
import { reach } from "./steps";
import { UserRows } from "./user-rows";

interface UsersStepProps {
  back: () => void;
  next: () => void;
}

/** Rows that are there at first. */
const ROWS = 3;

export function UsersStep(props: UsersStepProps) {
  const { t } = useTranslation("setup");
  const free = useFreeNumbers();
  const lines = useLines();
  const settings = useSettings();
  const failed = free.error ?? lines.error ?? settings.error;
  if (failed) {
    const retry = () => void Promise.all([free.refetch(), lines.refetch(), settings.refetch()]);
    return <StepFailure title={t("users.title")} error={failed} retry={retry} />;
  }
  if (!free.data || !lines.data || !settings.data) return null;
  return (
    <Users
      {...props}
      free={free.data}
      taken={lines.data}
      emergency={
        settings.data.emergency_numbers?.length
          ? settings.data.emergency_numbers
          : emergencyProposed(navigator.language)
      }
    />
  );
}

interface UsersProps extends UsersStepProps {
  /** Numbers that nobody has. */
  free: string[];
  /** The lines that are there already. */
  taken: { username: string; extension: string }[];
  emergency: string[];
}

function Users({ back, next, free, taken: takenNow, emergency: before }: UsersProps) {
  const { t } = useTranslation("setup");
  // Those that were there before this step; the ones made here have their rows.
  const [taken] = useState(takenNow);
  const words = useProblemWords();
  const [rows, setRows] = useState(() => proposed(free, taken.length > 0 ? 1 : ROWS));
  const [emergency, setEmergency] = useState(before.join(", "));
  const [isBusy, setBusy] = useState(false);
  const [refusal, refuse] = useState<unknown>(null);
  const change = (key: string, changes: Partial<UserRow>) =>
    setRows(old => old.map(row => (row.key === key ? { ...row, ...changes, errors: {} } : row)));
  const add = () => setRows(old => [...old, freshRow(nextNumber(free, old))]);
  const isWrong = rows.some(row => Object.keys(row.errors).length > 0);
  const typed = rows.filter(row => row.name.trim() !== "" && !row.line);
  const save = async () => {
    setBusy(true);
    refuse(null);
    try {
      const made = await makeUsers(rows, taken, words);
      setRows(made);
      readAgain(API);
      if (made.every(row => Object.keys(row.errors).length === 0)) {
        await saveSettings({ emergency_numbers: emergency.split(/[\s,;]+/).filter(Boolean) });
        await reach("done");
        return next();
      }
    } catch (error) {
      refuse(error);
    }
    setBusy(false);
  };
  return (
    <StepFrame
      title={t("users.title")}
      lead={t("users.lead")}
      back={back}
      next={() => void save()}
      nextLabel={t(typed.length > 0 ? "users.create" : "users.skip")}
      isBusy={isBusy}
    >
      {refusal != null && <Failure error={refusal} />}
      {isWrong && (
        <Alert role="alert" color="orange" styles={READABLE}>
          {t("users.someWrong")}
        </Alert>
      )}
      {taken.length > 0 && <Text size="sm">{t("users.existing", { count: taken.length })}</Text>}
      <UserRows
        rows={rows}
        change={change}
        remove={key => setRows(old => old.filter(row => row.key !== key))}
      />
      <Group>
        <Button variant="default" size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {t("users.add")}
        </Button>
      </Group>
      <EmergencyField value={emergency} set={setEmergency} refusal={refusal} />
    </StepFrame>
  );
}

function proposed(free: string[], count: number): UserRow[] {
  const rows: UserRow[] = [];
  while (rows.length < count) rows.push(freshRow(nextNumber(free, rows)));
  return rows;
}

/** Makes the users that are typed; of the others, says what is wrong. */
async function makeUsers(
  rows: UserRow[],
  taken: { username: string }[],
  words: (error: ProblemField) => string,
): Promise<UserRow[]> {
  const usernames = new Set(taken.map(line => line.username));
  for (const row of rows) if (row.line) usernames.add(row.line.username);
  const made: UserRow[] = [];
  for (const row of rows) {
    if (row.line || row.name.trim() === "") {
      made.push(row);
      continue;
    }
    const username = usernameOf(row.name, usernames);
    usernames.add(username);
    try {
      await send("POST", `${API}/users`, userOf(row, username, "default"));
      made.push({ ...row, errors: {}, line: { username } });
    } catch (error) {
      if (!(error instanceof Refused) || error.problem.errors.length === 0) throw error;
      const errors = error.problem.errors.map(one => [columnOf(one.field), words(one)]);
      made.push({ ...row, errors: Object.fromEntries(errors) });
    }
  }
  return made;
}
