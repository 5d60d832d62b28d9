/** Where notices are seen, and how they look. */
import "@mantine/notifications/styles.layer.css";
import { Button, Group, Text } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { IconCheck, IconX } from "@tabler/icons-react";
import type { Undo } from "./notices";

/** The edge of the page that notices come in from. */
export function NoticesPlace() {
  return <Notifications position="bottom-right" autoClose={8_000} limit={4} />;
}

let count = 0;

/** Says that something was done; `undo` takes it back. */
export function showDone(words: string, undo?: Undo): void {
  count += 1;
  const id = `done-${count}`;
  notifications.show({
    id,
    color: "teal",
    icon: <IconCheck size={18} aria-hidden />,
    // Who wants to take something back needs time to find the button.
    autoClose: undo ? 20_000 : 5_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{words}</Text>
        {undo && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              notifications.hide(id);
              undo.act();
            }}
          >
            {undo.label}
          </Button>
        )}
      </Group>
    ),
  });
}

/** Says that something did not work. */
export function showFailed(words: string): void {
  notifications.show({
    color: "red",
    icon: <IconX size={18} aria-hidden />,
    autoClose: 12_000,
    message: words,
    role: "alert",
  });
}
