/** Deletes a sound, or says what still leads to it. */
import { useTranslation } from "react-i18next";
import { API } from "@/api/nouns";
import type { ProblemField } from "@/api/problem";
import { readAgain } from "@/api/queries";
import { ConfirmDelete } from "@/form/confirm-delete";
import { usedBy } from "@/form/in-the-way";
import { noticeDone, noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { deleteSound } from "./sounds";

interface DeleteSoundProps {
  name: string;
  close: () => void;
  /** Hears what is in the way; nothing where nothing is. */
  refused: (by: ProblemField | null) => void;
}

export function DeleteSound({ name, close, refused }: DeleteSoundProps) {
  const { t } = useTranslation("form");
  const say = useSay();
  const act = async () => {
    refused(null);
    try {
      await deleteSound(name);
      readAgain(`${API}/sounds`);
      noticeDone(t("deleted", { name }));
    } catch (error) {
      const used = usedBy(error);
      if (used) refused(used);
      else noticeFailed(say(error));
    }
  };
  return <ConfirmDelete isOpen name={name} close={close} act={act} />;
}
