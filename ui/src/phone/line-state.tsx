/** The state of a line in words: which phone is logged in, where, and for how much longer. Never by colour alone. */
import { Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed, IconHelpCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/frame/now";
import { useFormat } from "@/i18n/format";
import type { LineState, Phone } from "./line-states";

/** One line of words for a list. */
export function LineStateShort({ state, label }: { state: LineState | undefined; label?: string }) {
  const { t } = useTranslation("lines");
  const [words, isRegistered] = useShort(state);
  return (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex">
      <Mark state={state} />
      <Text span size="sm" c={isRegistered ? "var(--strowger-ok)" : "dimmed"}>
        {label ? t("state.labelled", { label, state: words }) : words}
      </Text>
    </Group>
  );
}

/** The state in a list of lines: which phone it is, and how long its registration still holds. */
export function LineStateCell({ state }: { state: LineState | undefined }) {
  const phones = typeof state === "object" ? state : [];
  return (
    <Stack gap={0}>
      <LineStateShort state={state} />
      {phones.map(phone => (
        <PhoneWords key={phone.address} phone={phone} isShort={phones.length === 1} />
      ))}
    </Stack>
  );
}

/** Every phone of a line, renewed each second. */
export function LineStateLong({ state }: { state: LineState | undefined }) {
  const { t } = useTranslation("lines");
  const [words, isRegistered] = useShort(state);
  const phones = typeof state === "object" ? state : [];
  return (
    <Stack gap={4}>
      <Group gap={6} wrap="nowrap" aria-live="polite">
        <Mark state={state} />
        <Text span size="sm" fw={600} c={isRegistered ? "var(--strowger-ok)" : undefined}>
          {words}
        </Text>
      </Group>
      {phones.map(phone => (
        <PhoneWords key={phone.address} phone={phone} />
      ))}
      {typeof state === "object" && phones.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("state.noneHint")}
        </Text>
      )}
    </Stack>
  );
}

function PhoneWords({ phone, isShort }: { phone: Phone; isShort?: boolean }) {
  const { t } = useTranslation("lines");
  const format = useFormat();
  const left = phone.lapsesMs - useNow();
  const values = {
    address: phone.address,
    transport: phone.transport,
    phone: phone.userAgent || t("state.namelessPhone"),
    left: format.duration(left),
  };
  const words = left <= 0 ? "state.phoneLapsed" : isShort ? "state.phoneShort" : "state.phone";
  return (
    <Text size={isShort === undefined ? "sm" : "xs"} c="dimmed" style={{ overflowWrap: "anywhere" }}>
      {t(words, values)}
    </Text>
  );
}

function useShort(state: LineState | undefined): [words: string, isRegistered: boolean] {
  const { t } = useTranslation("lines");
  if (state === undefined || state === "waiting") return [t("state.waiting"), false];
  if (state === "unknown") return [t("state.unknown"), false];
  const [first] = state;
  if (!first) return [t("state.none"), false];
  const words =
    state.length === 1
      ? t("state.registered", { address: first.address })
      : t("state.several", { count: state.length });
  return [words, true];
}

function Mark({ state }: { state: LineState | undefined }) {
  const style = { flexShrink: 0 };
  if (typeof state !== "object")
    return <IconHelpCircle size={16} aria-hidden style={style} color="var(--mantine-color-dimmed)" />;
  if (state.length === 0)
    return <IconCircleDashed size={16} aria-hidden style={style} color="var(--mantine-color-dimmed)" />;
  return <IconCircleCheck size={16} aria-hidden style={style} color="var(--strowger-ok)" />;
}
