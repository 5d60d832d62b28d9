/** The form of a noun, as every page has it: read, saved, deleted with a way back. */
import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  API,
  createNoun,
  type Drafts,
  deleteNoun,
  type NounName,
  readNoun,
  replaceNoun,
  type Stored,
} from "@/api/nouns";
import type { ProblemField } from "@/api/problem";
import { readAgain } from "@/api/queries";
import { useMay } from "@/api/session";
import { Failure } from "@/frame/failure";
import { noticeDone, noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { useUndo } from "@/frame/undo";
import { ConfirmDelete } from "./confirm-delete";
import { type Draft, useDraft } from "./draft";
import { CancelTo, FormPage } from "./form-page";
import { InTheWay, usedBy } from "./in-the-way";
import type { FormTab } from "./tabs";

export type { FormTab } from "./tabs";

export interface NounFormProps<Name extends NounName> {
  noun: Name;
  /** What is edited; none makes a new one. */
  id: number | undefined;
  /** The page of the list. */
  listPath: string;
  /** What a new one begins with. */
  fresh: Drafts[Name];
  title: (values: Drafts[Name], isNew: boolean) => string;
  lead?: ReactNode;
  tabs: (values: Drafts[Name], draft: Draft<Drafts[Name]>) => FormTab[];
  /** Further buttons beside Save, for what is stored already. */
  actions?: (stored: Stored<Name>, draft: Draft<Drafts[Name]>) => ReactNode;
  /** What stands above the tabs, such as a state. */
  above?: (stored: Stored<Name> | undefined, draft: Draft<Drafts[Name]>) => ReactNode;
  /** What stands below them, such as a picture of what the fields mean. */
  below?: (values: Drafts[Name], draft: Draft<Drafts[Name]>) => ReactNode;
  /** A last look at what is sent. */
  outgoing?: (values: Drafts[Name]) => Drafts[Name];
}

/** Reads what is stored, then shows the form. */
export function NounForm<Name extends NounName>(props: NounFormProps<Name>) {
  const { noun, id } = props;
  const mayConfigure = useMay("configure");
  const stored = useQuery({
    queryKey: ["get", `${API}/${noun}/{id}`, id],
    queryFn: () => readNoun(noun, id ?? 0),
    enabled: id !== undefined,
    // What somebody is typing must not be replaced under his hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (id === undefined) return <Form {...props} stored={undefined} isReadOnly={!mayConfigure} />;
  if (stored.error) return <Failure error={stored.error} retry={() => void stored.refetch()} />;
  if (!stored.data) return null;
  return <Form key={id} {...props} stored={stored.data} isReadOnly={!mayConfigure} />;
}

type FormProps<Name extends NounName> = NounFormProps<Name> & {
  stored: Stored<Name> | undefined;
  isReadOnly: boolean;
};

function Form<Name extends NounName>(props: FormProps<Name>) {
  const { noun, stored, isReadOnly, listPath } = props;
  const { t } = useTranslation(["form", "frame"]);
  const draft = useDraft<Drafts[Name]>(withoutId(stored) ?? props.fresh, isReadOnly);
  const [isAsking, ask] = useState(false);
  const [inTheWay, setInTheWay] = useState<ProblemField | null>(null);
  const leaving = useRef(false);
  const acts = useActs(props, draft, () => {
    leaving.current = true;
  });
  const title = props.title(withoutId(stored) ?? props.fresh, stored === undefined);
  return (
    <>
      <FormPage
        draft={draft}
        title={title}
        lead={props.lead}
        tabs={props.tabs(draft.values, draft)}
        save={acts.save}
        cancel={<CancelTo path={listPath} />}
        leaving={leaving}
        above={
          <>
            {props.above?.(stored, draft)}
            {inTheWay && <InTheWay error={inTheWay} />}
          </>
        }
        below={props.below?.(draft.values, draft)}
        actions={
          <>
            {stored && props.actions?.(stored, draft)}
            {stored && !isReadOnly && (
              <Button
                variant="default"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => ask(true)}
              >
                {t("frame:actions.delete")}
              </Button>
            )}
          </>
        }
      />
      {stored && (
        <ConfirmDelete
          isOpen={isAsking}
          name={title}
          close={() => ask(false)}
          act={async () => {
            setInTheWay(await acts.remove(noun, stored.id, title));
          }}
        />
      )}
    </>
  );
}

function useActs<Name extends NounName>(
  props: FormProps<Name>,
  draft: Draft<Drafts[Name]>,
  unguard: () => void,
) {
  const { noun, stored, listPath, outgoing = values => values } = props;
  const { t } = useTranslation("form");
  const say = useSay();
  const undo = useUndo();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const save = async () => {
    const values = outgoing(draft.values);
    const acted = stored ? await replaceNoun(noun, stored.id, values) : await createNoun(noun, values);
    cache.setQueryData(["get", `${API}/${noun}/{id}`, acted.answer.id], acted.answer);
    draft.reset(withoutId(acted.answer) as Drafts[Name]);
    readAgain(`${API}/`);
    noticeDone(t(stored ? "saved" : "created"));
    if (stored) return;
    unguard();
    await navigate({ to: `${listPath}/${acted.answer.id}`, replace: true });
  };
  /** Deletes; returns what is in the way. */
  const remove = async (of: NounName, id: number, name: string): Promise<ProblemField | null> => {
    try {
      const { revision } = await deleteNoun(of, id);
      unguard();
      await navigate({ to: listPath });
      readAgain(`${API}/`);
      noticeDone(t("deleted", { name }), undo(revision));
      return null;
    } catch (error) {
      const used = usedBy(error);
      if (used) return used;
      noticeFailed(say(error));
      return null;
    }
  };
  return { save, remove };
}

function withoutId<Name extends NounName>(stored: Stored<Name> | undefined): Drafts[Name] | undefined {
  if (!stored) return undefined;
  const { id: _, ...fields } = stored;
  return fields as unknown as Drafts[Name];
}
