/** The page of a form: tabs, Save and its shortcut, errors beside fields, and no change lost unseen. */
import { Alert, Button, Group, Paper, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ProblemField, Refused } from "@/api/problem";
import { READABLE } from "@/frame/failure";
import { useIsRestDue } from "@/frame/first-page";
import { noticeFailed } from "@/frame/notices";
import { Page } from "@/frame/page";
import { useSay } from "@/frame/say";
import { type Draft, DraftProvider } from "./draft";
import { idOf } from "./fields";
import { LeaveGuard } from "./leave-guard";
import { Errors, type FormTab, isOn, TabbedFields } from "./tabs";

interface FormPageProps<Values> {
  draft: Draft<Values>;
  title: string;
  lead?: ReactNode;
  /** Buttons at the top. */
  actions?: ReactNode;
  /** What stands above the tabs, such as a state. */
  above?: ReactNode;
  /** What stands below them. */
  below?: ReactNode;
  tabs: FormTab[];
  /** Sends what was typed; what is thrown is shown, beside the fields where it is about fields. */
  save: () => Promise<void>;
  /** Where Cancel leads. */
  cancel?: ReactNode;
  /** True from the moment that the page is left on purpose. */
  leaving?: RefObject<boolean>;
}

export function FormPage<Values>(props: FormPageProps<Values>) {
  const { draft, title, tabs } = props;
  const { t } = useTranslation(["form", "frame"]);
  const isRestDue = useIsRestDue();
  const [tab, openTab] = useState(tabs[0]?.key ?? "");
  const { save, isSaving } = useSaving(draft, tabs, openTab, props.save);
  useHotkeys([["mod+S", () => void save()]], []);
  const elsewhere = draft.errors.filter(error => !tabs.some(one => isOn(one, error)));
  return (
    <DraftProvider draft={draft as unknown as Draft<never>}>
      <Page title={title} lead={props.lead} actions={props.actions}>
        {isRestDue && (
          <>
            {draft.isReadOnly && <Alert styles={READABLE}>{t("readOnly")}</Alert>}
            {props.above}
            {draft.errors.length > 0 && <Errors all={draft.errors.length} elsewhere={elsewhere} />}
            <form
              onSubmit={event => {
                event.preventDefault();
                void save();
              }}
              aria-label={title}
              noValidate
            >
              <Paper withBorder p={{ base: "sm", sm: "lg" }}>
                <TabbedFields tabs={tabs} tab={tab} openTab={openTab} errors={draft.errors} />
              </Paper>
              <Group mt="md" gap="sm">
                {!draft.isReadOnly && (
                  <Button
                    type="submit"
                    loading={isSaving}
                    leftSection={<IconDeviceFloppy size={18} aria-hidden />}
                    aria-keyshortcuts="Control+S"
                  >
                    {t("frame:actions.save")}
                  </Button>
                )}
                {props.cancel}
                <Text size="sm" c="dimmed" aria-live="polite">
                  {draft.isChanged ? t("changed") : draft.isReadOnly ? "" : t("saveShortcut")}
                </Text>
              </Group>
            </form>
            {props.below}
          </>
        )}
      </Page>
      <LeaveGuard isOn={draft.isChanged} leaving={props.leaving} />
    </DraftProvider>
  );
}

/** The Cancel of a form that has another page to go back to. */
export function CancelTo({ path }: { path: string }) {
  const { t } = useTranslation("frame");
  return (
    <Button variant="default" component={Link} to={path}>
      {t("actions.cancel")}
    </Button>
  );
}

function useSaving<Values>(
  draft: Draft<Values>,
  tabs: FormTab[],
  openTab: (key: string) => void,
  act: () => Promise<void>,
) {
  const say = useSay();
  const [isSaving, setSaving] = useState(false);
  const [wrong, goTo] = useState<ProblemField | null>(null);
  // Only once its tab is open can the focus be on a field.
  useEffect(() => {
    if (wrong) inputOf(wrong.field)?.focus();
  }, [wrong]);
  const save = async () => {
    if (isSaving || draft.isReadOnly) return;
    setSaving(true);
    try {
      await act();
    } catch (error) {
      if (error instanceof Refused && error.problem.errors.length > 0)
        showErrors(error.problem.errors, draft, tabs, openTab, goTo);
      else noticeFailed(say(error));
    } finally {
      setSaving(false);
    }
  };
  return { save, isSaving };
}

/** Marks the fields, opens the first tab that has one, and goes to it. */
function showErrors<Values>(
  errors: ProblemField[],
  draft: Draft<Values>,
  tabs: FormTab[],
  openTab: (key: string) => void,
  goTo: (first: ProblemField | null) => void,
) {
  draft.refuse(errors);
  const tab = tabs.find(one => errors.some(error => isOn(one, error)));
  if (!tab) return;
  openTab(tab.key);
  goTo(errors.find(error => isOn(tab, error)) ?? null);
}

/** The input of a field; of an entry of a list that has none of its own, that of the list. */
function inputOf(path: string): HTMLElement | null {
  return document.getElementById(idOf(path)) ?? document.getElementById(idOf(path.replace(/\[\d+\]$/, "")));
}
