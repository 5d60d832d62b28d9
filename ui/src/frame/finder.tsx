/** What the search box (Ctrl-K) holds: finds any page, setting, user, number, trunk. */
import { Combobox, type ComboboxStore, Modal, ScrollArea, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/api/session";
import { loadWords } from "@/i18n";
import { useFound } from "./finder-found";
import { findPages, PAGE_HINTS } from "./finder-pages";
import { isShownTo, MENU, type MenuKey } from "./menu";
import { useSay } from "./say";

/** How long a pause in typing sends the question. */
const PAUSE_MS = 150;

/** Most pages that are proposed at once. */
const PAGES_MAX = 6;

interface FinderBoxProps {
  isShown: boolean;
  close: () => void;
}

export function FinderBox({ isShown, close }: FinderBoxProps) {
  const { t } = useTranslation("finder");
  useEffect(() => void loadWords("finder"), []);
  return (
    <Modal
      opened={isShown}
      onClose={close}
      withCloseButton={false}
      padding="sm"
      size="lg"
      attributes={{ content: { "aria-label": t("label") } }}
    >
      <Search close={close} />
    </Modal>
  );
}

function Search({ close }: { close: () => void }) {
  const { t } = useTranslation(["finder", "frame"]);
  const say = useSay();
  const navigate = useNavigate();
  // The list is always there: what would close it closes the box.
  const combobox = useCombobox({ opened: true, onDropdownClose: close });
  const [question, setQuestion] = useState("");
  const { pages, titleOf } = usePages(question);
  const { found, error, isAsking } = useFoundFor(question);
  const proposals = [...pages, ...found].map(one => one.path).join(" ");
  const { chosen, store } = useChosen(combobox, proposals);
  const go = (path: string) => {
    close();
    void navigate({ to: path });
  };
  return (
    <Combobox store={store} onOptionSubmit={go}>
      <Combobox.EventsTarget withExpandedAttribute aria-activedescendant={chosen}>
        <TextInput
          data-autofocus
          size="md"
          aria-label={t("label")}
          placeholder={t("placeholder")}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={question}
          onChange={event => setQuestion(event.currentTarget.value)}
        />
      </Combobox.EventsTarget>
      <ScrollArea.Autosize mah={420} mt="sm">
        <Combobox.Options aria-label={t("label")}>
          {pages.length > 0 && (
            <Combobox.Group label={t("pages")}>
              {pages.map(page => (
                <Proposal
                  key={page.path}
                  path={page.path}
                  title={titleOf(page.key)}
                  detail={page.xivo && t("xivo", { path: page.xivo })}
                />
              ))}
            </Combobox.Group>
          )}
          {found.length > 0 && (
            <Combobox.Group label={t("found")}>
              {found.map(one => (
                <Proposal
                  key={one.path}
                  path={one.path}
                  title={one.title}
                  detail={[kindOf(one.list, titleOf), one.detail].filter(Boolean).join(" · ")}
                />
              ))}
            </Combobox.Group>
          )}
          {proposals === "" && !error && (
            <Combobox.Empty>{t(isAsking ? "frame:actions.loading" : "nothing")}</Combobox.Empty>
          )}
        </Combobox.Options>
      </ScrollArea.Autosize>
      {error != null && (
        <Text size="sm" role="alert" mt="xs">
          {say(error)}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt="xs">
        {t("hint")}
      </Text>
    </Combobox>
  );
}

interface ProposalProps {
  path: string;
  title: string;
  detail: string | undefined;
}

function Proposal({ path, title, detail }: ProposalProps) {
  return (
    <Combobox.Option value={path}>
      <Text size="sm">{title}</Text>
      {detail && (
        <Text size="xs" opacity={0.85}>
          {detail}
        </Text>
      )}
    </Combobox.Option>
  );
}

/** The pages that a question leads to, among those that are shown to whoever asks. */
function usePages(question: string) {
  const { t } = useTranslation("frame");
  const permissions = useMe()?.permissions ?? [];
  const titleOf = (key: MenuKey) => t(`menu.pages.${key}`);
  const shown = new Set(
    MENU.flatMap(group => group.pages.filter(page => isShownTo(permissions, page)).map(page => page.key)),
  );
  const hints = PAGE_HINTS.filter(hint => shown.has(hint.key));
  const pages = (question.trim() ? findPages(question, titleOf, hints) : hints).slice(0, PAGES_MAX);
  return { pages, titleOf };
}

/** What the exchange finds, once somebody pauses in typing. */
function useFoundFor(question: string) {
  const wanted = question.trim();
  const [asked] = useDebouncedValue(wanted, PAUSE_MS);
  const answer = useFound(asked);
  return asked === wanted ? answer : { found: [], error: null, isAsking: true };
}

/** What sort of thing was found: the title of the page that lists those. */
function kindOf(list: string, titleOf: (key: MenuKey) => string): string {
  const hint = PAGE_HINTS.find(one => one.path === list);
  return hint ? titleOf(hint.key) : "";
}

/** Which proposal is chosen, told to screen readers too. Other proposals begin at their first one. */
function useChosen(combobox: ComboboxStore, proposals: string) {
  const [chosen, setChosen] = useState<string | undefined>();
  const noting = (choose: () => string | null) => () => {
    const id = choose();
    setChosen(id ?? undefined);
    return id;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the store is another object each time
  useEffect(() => void noting(combobox.selectFirstOption)(), [proposals]);
  const store = {
    ...combobox,
    selectNextOption: noting(combobox.selectNextOption),
    selectPreviousOption: noting(combobox.selectPreviousOption),
  };
  return { chosen, store };
}
