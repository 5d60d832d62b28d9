/** Takes a change back from the notice that tells of it. */
import { useTranslation } from "react-i18next";
import { API, undoRevision } from "@/api/nouns";
import { readAgain } from "@/api/queries";
import { noticeDone, noticeFailed } from "./notices";
import { useSay } from "./say";

/** Returns a function that makes the Undo button for a revision; none where nothing was changed. */
export function useUndo() {
  const { t } = useTranslation(["frame", "list"]);
  const say = useSay();
  return (revision: number | null) => {
    if (revision === null) return undefined;
    const act = async () => {
      try {
        await undoRevision(revision);
        readAgain(`${API}/`);
        noticeDone(t("list:undone"));
      } catch (error) {
        noticeFailed(say(error));
      }
    };
    return { label: t("frame:actions.undo"), act: () => void act() };
  };
}
