/** A password: generated, typed, or left as it is. What is stored is never sent here unless somebody asks, which is recorded. */
import { Alert, Box, Button, Checkbox, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { IconDice5, IconEye } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "@/frame/copy";
import { READABLE } from "@/frame/failure";
import { noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { useDraftHere } from "./draft";
import { type FieldProps, spoken, useFieldProps } from "./fields";
import { at } from "./path";
import { randomPassword } from "./random-password";

/** What the exchange shows in place of a secret; sent back, it changes nothing. */
export const REDACTED = "********";

interface PasswordFieldProps extends FieldProps {
  /** The field that says that the password is weak on purpose; none where weak ones are never taken. */
  weakPath?: string;
  /** Asks the exchange for what is stored. */
  reveal?: (() => Promise<string>) | undefined;
  /** The other side chose it: none is generated here. */
  isTheirs?: boolean;
}

export function PasswordField({ weakPath, reveal, isTheirs, ...props }: PasswordFieldProps) {
  const { t } = useTranslation(["form", "frame"]);
  const draft = useDraftHere();
  const { field, props: input } = useFieldProps<string>(props);
  const say = useSay();
  const [isVisible, setVisible] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const isStored = field.value === REDACTED;
  const isWeak = field.error?.cause?.code === "weak_password";
  const visible = isStored ? shown : field.value;
  const insists = weakPath ? at(draft.values, weakPath) === true : false;
  const generate = () => {
    field.set(randomPassword());
    if (weakPath) draft.set(weakPath, false);
    setVisible(true);
  };
  const show = async () => {
    if (!reveal) return;
    try {
      setShown(await reveal());
      setVisible(true);
    } catch (error) {
      noticeFailed(say(error));
    }
  };
  return (
    <Stack gap={6}>
      <PasswordInput
        {...input}
        {...spoken(input)}
        autoComplete="new-password"
        description={isStored ? t("password.keep") : input.description}
        visible={isVisible}
        onVisibilityChange={setVisible}
        visibilityToggleButtonProps={{
          "aria-label": isVisible ? t("password.hide") : t("password.show"),
          tabIndex: 0,
        }}
        // To look at what is stored changes nothing.
        value={visible ?? field.value ?? ""}
        onChange={event => field.set(event.currentTarget.value)}
        // What stands for a stored password cannot be changed letter by letter.
        onFocus={event => isStored && event.currentTarget.select()}
        inputContainer={typed => (
          <Group gap="xs" align="flex-end">
            <Box style={{ flex: "1 1 12rem" }}>{typed}</Box>
            {!field.isReadOnly && !isTheirs && (
              <Button variant="default" onClick={generate} leftSection={<IconDice5 size={16} aria-hidden />}>
                {t("frame:actions.generate")}
              </Button>
            )}
            {isVisible && visible && <CopyButton text={visible} />}
          </Group>
        )}
      />
      {isStored && reveal && shown === null && (
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          maw="100%"
          h="auto"
          styles={{ label: { whiteSpace: "normal" } }}
          leftSection={<IconEye size={16} aria-hidden />}
          onClick={() => void show()}
        >
          {t("password.reveal")}
        </Button>
      )}
      {isWeak && (
        <Alert color="orange" variant="light" styles={READABLE} p="xs">
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={generate}>
              {t("password.takeThis")}
            </Button>
            {weakPath && (
              <Checkbox
                size="sm"
                label={t("password.insist")}
                checked={insists}
                onChange={event => draft.set(weakPath, event.currentTarget.checked)}
              />
            )}
          </Group>
        </Alert>
      )}
      {!isWeak && insists && weakPath && !field.isReadOnly && (
        <Checkbox
          size="sm"
          label={t("password.insist")}
          checked
          onChange={event => draft.set(weakPath, event.currentTarget.checked)}
        />
      )}
      {!field.isReadOnly && isVisible && !isStored && field.value && field.value.length >= 20 && (
        <Text size="xs" c="dimmed">
          {t("password.generated")}
        </Text>
      )}
    </Stack>
  );
}
