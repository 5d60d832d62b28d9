/** The button and the keys that open the search box, and the box once it is asked for. */
import { ActionIcon, Button, Kbd } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { later } from "./later";

const bring = () => import("./finder");
const FinderBox = later(() => bring().then(one => one.FinderBox));

/** How long after the page the box is brought, so that what is typed right after the keys is not lost. */
const BRING_AFTER_MS = 2_000;

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
  const isShown = useOpen();
  // Once it was there, it stays, and leaves the page as gently as it came.
  const [wasShown, setWasShown] = useState(false);
  if (isShown && !wasShown) setWasShown(true);
  useHotkeys([["mod+K", () => open(true)]], []);
  useEffect(() => {
    const timer = setTimeout(() => void bring(), BRING_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Suspense fallback={null}>
      {wasShown && <FinderBox isShown={isShown} close={() => open(false)} />}
    </Suspense>
  );
}
