/** Deletes the chosen rows of a list in one act, with a way back. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { API, type NounName, send } from "@/api/nouns";
import { type ProblemField, Refused } from "@/api/problem";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { noticeDone, noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { useUndo } from "@/frame/undo";
import { BulkWrong } from "./bulk-wrong";

interface BulkDeleteProps {
  noun: NounName;
  ids: string[];
  clear: () => void;
}

export function BulkDelete({ noun, ids, clear }: BulkDeleteProps) {
  const { t } = useTranslation(["list", "frame"]);
  const say = useSay();
  const undo = useUndo();
  const mayConfigure = useMay("configure");
  const [isAsking, ask] = useState(false);
  const [wrong, setWrong] = useState<ProblemField[]>([]);
  if (!mayConfigure) return null;
  const begin = () => {
    setWrong([]);
    ask(true);
  };
  const act = async () => {
    try {
      const { revision } = await send("POST", `${API}/${noun}/bulk`, { ids: ids.map(Number), delete: true });
      readAgain(`${API}/`);
      noticeDone(t("deleted", { count: ids.length }), undo(revision));
      clear();
      ask(false);
    } catch (error) {
      if (error instanceof Refused && error.problem.errors.length > 0) return setWrong(error.problem.errors);
      noticeFailed(say(error));
      ask(false);
    }
  };
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={begin}>
        {t("deleteSelected")}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => ask(false)}
        title={t("confirmDelete", { count: ids.length })}
        centered
      >
        {wrong.length > 0 ? <BulkWrong errors={wrong} /> : <Text size="sm">{t("confirmHint")}</Text>}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => ask(false)}>
            {t("frame:actions.cancel")}
          </Button>
          <Button color="red.9" onClick={() => void act()} data-autofocus>
            {t("frame:actions.delete")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
