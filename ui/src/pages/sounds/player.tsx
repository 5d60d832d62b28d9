/** Plays a sound in the browser; one at a time. */
import { ActionIcon } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { noticeFailed } from "@/frame/notices";
import { audioOf } from "./sounds";

let playing: string | null = null;
let audio: HTMLAudioElement | null = null;
const watchers = new Set<() => void>();

function become(name: string | null): void {
  playing = name;
  for (const watcher of watchers) watcher();
}

function stop(): void {
  audio?.pause();
  audio = null;
  become(null);
}

function play(name: string, failed: () => void): void {
  stop();
  const next = new Audio(audioOf(name));
  audio = next;
  next.onended = stop;
  become(name);
  next.play().catch(() => {
    // Whoever stops it, or plays another, is not told that it failed.
    if (audio !== next) return;
    stop();
    failed();
  });
}

function usePlaying(): string | null {
  return useSyncExternalStore(
    watcher => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => playing,
  );
}

export function PlayButton({ name }: { name: string }) {
  const { t } = useTranslation("sounds");
  const isPlaying = usePlaying() === name;
  useEffect(() => () => (playing === name ? stop() : undefined), [name]);
  const label = t(isPlaying ? "stop" : "play", { name });
  const Icon = isPlaying ? IconPlayerStop : IconPlayerPlay;
  const act = () => (isPlaying ? stop() : play(name, () => noticeFailed(t("unplayable", { name }))));
  return (
    <ActionIcon variant="subtle" size="lg" aria-label={label} title={label} onClick={act}>
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}
