/** The search box (Ctrl-K): finds any page, setting, user, number, trunk. */
import {
  ActionIcon,
  Button,
  Combobox,
  Kbd,
  Modal,
  ScrollArea,
  Text,
  TextInput,
  useCombobox,
} from "@mantine/core";
import { useDebouncedValue, useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { loadWords } from "@/i18n";
import { useFound } from "./finder-found";
import { findPages, PAGE_HINTS } from "./finder-pages";

/** How long a pause in typing sends the question. */
const PAUSE_MS = 150;

/** Most pages that are proposed at once. */
const PAGES_MAX = 6;

let isOpen = false;
const watchers = new Set<() => void>();

function open(next: boolean): void {
  isOpen = next;
  for (const watcher of watchers) watcher();
}

function useOpen(): boolean {
  return useSyncExternalStore(
    watcher => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => isOpen,
  );
}

export function FinderButton() {
  const { t } = useTranslation("finder");
  const isWide = useMediaQuery("(min-width: 48em)");
  if (!isWide) {
    return (
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t("button")}
        aria-keyshortcuts="Control+K"
        onClick={() => open(true)}
      >
        <IconSearch size={20} stroke={1.6} aria-hidden />
      </ActionIcon>
    );
  }
  return (
    <Button
      variant="default"
      onClick={() => open(true)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={<Kbd size="xs">Ctrl K</Kbd>}
      aria-keyshortcuts="Control+K"
    >
      {t("button")}
    </Button>
  );
}

export function Finder() {
  const { t } = useTranslation("finder");
  const isShown = useOpen();
  useHotkeys([["mod+K", () => open(true)]], []);
  useEffect(() => void loadWords("finder"), []);
  return (
    <Modal
      opened={isShown}
      onClose={() => open(false)}
      withCloseButton={false}
      padding="sm"
      size="lg"
      attributes={{ content: { "aria-label": t("label") } }}
    >
      <Search />
    </Modal>
  );
}

function Search() {
  const { t } = useTranslation(["finder", "frame"]);
  const navigate = useNavigate();
  const combobox = useCombobox({ opened: true });
  const [question, setQuestion] = useState("");
  const [asked] = useDebouncedValue(question.trim(), PAUSE_MS);
  const titleOf = (key: (typeof PAGE_HINTS)[number]["key"]) => t(`frame:menu.pages.${key}`);
  const pages = (question.trim() ? findPages(question, titleOf) : PAGE_HINTS).slice(0, PAGES_MAX);
  const found = useFound(asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first proposal is chosen whenever there are others
  useEffect(() => void combobox.selectFirstOption(), [question, found.length]);
  const go = (path: string) => {
    open(false);
    void navigate({ to: path });
  };
  return (
    <Combobox store={combobox} onOptionSubmit={go}>
      <Combobox.EventsTarget>
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
                <Combobox.Option key={page.path} value={page.path}>
                  <Text size="sm">{titleOf(page.key)}</Text>
                  {page.xivo && (
                    <Text size="xs" c="dimmed">
                      {t("xivo", { path: page.xivo })}
                    </Text>
                  )}
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {found.length > 0 && (
            <Combobox.Group label={t("found")}>
              {found.map(one => (
                <Combobox.Option key={one.path} value={one.path}>
                  <Text size="sm">{one.title}</Text>
                  <Text size="xs" c="dimmed">
                    {one.detail}
                  </Text>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {pages.length + found.length === 0 && <Combobox.Empty>{t("nothing")}</Combobox.Empty>}
        </Combobox.Options>
      </ScrollArea.Autosize>
      <Text size="xs" c="dimmed" mt="xs">
        {t("hint")}
      </Text>
    </Combobox>
  );
}
