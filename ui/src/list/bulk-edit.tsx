/** Changes some fields of the chosen rows of a list in one act, with a way back. Only the fields that are ticked are touched. */
import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { API, type NounName, send } from "@/api/nouns";
import { type ProblemField, Refused } from "@/api/problem";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { type Draft, DraftProvider, useDraft } from "@/form/draft";
import { noticeDone, noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { useUndo } from "@/frame/undo";
import { BulkWrong } from "./bulk-wrong";

/** A field that can be changed for many at once. */
export interface BulkField {
  /** Its path in the noun's draft. */
  path: string;
  label: string;
  /** The field itself; it stands in a draft of its own. */
  field: ReactNode;
  /** What it begins with. */
  fresh?: unknown;
}

interface BulkEditProps {
  noun: NounName;
  ids: string[];
  clear: () => void;
  fields: BulkField[];
}

export function BulkEdit(props: BulkEditProps) {
  const { t } = useTranslation("list");
  const mayConfigure = useMay("configure");
  const [isOpen, open] = useState(false);
  if (!mayConfigure) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => open(true)}>
        {t("edit.open")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => open(false)}
        title={t("edit.title", { count: props.ids.length })}
        size="lg"
        closeButtonProps={{ "aria-label": t("edit.close") }}
      >
        {isOpen && <Fields {...props} close={() => open(false)} />}
      </Modal>
    </>
  );
}

function Fields({ noun, ids, clear, fields, close }: BulkEditProps & { close: () => void }) {
  const { t } = useTranslation(["list", "frame"]);
  const say = useSay();
  const undo = useUndo();
  const draft = useDraft<Record<string, unknown>>(
    Object.fromEntries(fields.map(({ path, fresh }) => [path, fresh ?? null])),
  );
  const [ticked, tick] = useState<string[]>([]);
  const [elsewhere, setElsewhere] = useState<ProblemField[]>([]);
  const [isActing, setActing] = useState(false);
  const toggle = (path: string) =>
    tick(old => (old.includes(path) ? old.filter(one => one !== path) : [...old, path]));
  const act = async () => {
    setActing(true);
    try {
      const set = Object.fromEntries(ticked.map(path => [path, sent(draft.values[path])]));
      const { revision } = await send("POST", `${API}/${noun}/bulk`, { ids: ids.map(Number), set });
      readAgain(`${API}/`);
      noticeDone(t("edit.done", { count: ids.length }), undo(revision));
      clear();
      close();
    } catch (error) {
      if (error instanceof Refused && error.problem.errors.length > 0) {
        draft.refuse(error.problem.errors);
        setElsewhere(error.problem.errors.filter(one => !ticked.includes(one.field)));
      } else noticeFailed(say(error));
      setActing(false);
    }
  };
  return (
    <DraftProvider draft={draft as unknown as Draft<never>}>
      <Stack
        component="form"
        gap="md"
        onSubmit={event => {
          event.preventDefault();
          void act();
        }}
      >
        <Text size="sm">{t("edit.lead")}</Text>
        {elsewhere.length > 0 && <BulkWrong errors={elsewhere} />}
        {fields.map(({ path, label, field }) => (
          <Stack key={path} gap="xs">
            <Checkbox
              label={t("edit.change", { field: label })}
              checked={ticked.includes(path)}
              onChange={() => toggle(path)}
            />
            {ticked.includes(path) && <div style={{ paddingInlineStart: "2rem" }}>{field}</div>}
          </Stack>
        ))}
        <Text size="sm" c="dimmed">
          {t("edit.hint")}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("frame:actions.cancel")}
          </Button>
          <Button type="submit" loading={isActing} disabled={ticked.length === 0}>
            {t("edit.act", { count: ids.length })}
          </Button>
        </Group>
      </Stack>
    </DraftProvider>
  );
}

/** In a change, a field that is left out stays as it was: an empty text clears it. */
function sent(value: unknown): unknown {
  return value ?? "";
}
