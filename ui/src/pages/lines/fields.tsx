/** The fields of a line, on its own page and inside its user's. */
import { Anchor, Button, Group, SimpleGrid, TextInput } from "@mantine/core";
import { IconDice5 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { CodecsField } from "@/form/codecs-field";
import { EncryptionField } from "@/form/encryption-field";
import { ChoicesField, NumberField, TextField, useFieldProps } from "@/form/fields";
import { FreeNumberField } from "@/form/free-number";
import { LimitsField } from "@/form/limits-field";
import { PasswordField } from "@/form/password-field";
import { randomPassword, randomUsername } from "@/form/random-password";
import { RefField } from "@/form/ref-field";
import { UserChoice, userChoice, userRef } from "@/form/user-choice";

export type LineDraft = Schemas["LineDraft"];

/** The algorithms that a line can be challenged with, in the order of their age. */
const DIGESTS = [
  { value: "md5", label: "MD5" },
  { value: "sha-256", label: "SHA-256" },
  { value: "sha-512-256", label: "SHA-512/256" },
];

/** A line as it begins: only its credentials are made up. */
export function freshLine(context: string | null, number: string | null): LineDraft {
  return {
    user: null,
    position: null,
    username: randomUsername(),
    password: randomPassword(),
    weak_password: null,
    context,
    extension: number,
    caller_id: null,
    codecs: null,
    media_encryption: null,
    digest: null,
    max_contacts: null,
    limits: null,
  };
}

/** Which contexts lines live in; the exchange refuses the others. */
export function holdsLines(row: object): boolean {
  return !("kind" in row) || (row.kind !== "incall" && row.kind !== "outcall");
}

interface LineFieldsProps {
  /** Where the line is in the draft: nothing, or `line[0].`. */
  prefix: string;
  /** The username tells the lines of a user apart: it stays while the line is inside its user. */
  hasFixedUsername?: boolean;
  /** Where the line itself can be opened. */
  openPath?: string | undefined;
  reveal?: (() => Promise<string>) | undefined;
  /** Numbers that this form gives to other lines. */
  taken?: string[];
}

export function LineIdentity({ prefix, hasFixedUsername, openPath, reveal, taken }: LineFieldsProps) {
  const { t } = useTranslation("lines");
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <RefField
          path={`${prefix}context`}
          label={t("fields.context")}
          help={t("fields.contextHelp")}
          noun="contexts"
          only={holdsLines}
          required
        />
        <FreeNumberField
          path={`${prefix}extension`}
          contextPath={`${prefix}context`}
          kind="user"
          label={t("fields.number")}
          help={t("fields.numberHelp")}
          {...(taken ? { taken } : {})}
        />
      </SimpleGrid>
      <UsernameField path={`${prefix}username`} isFixed={hasFixedUsername ?? false} openPath={openPath} />
      <PasswordField
        path={`${prefix}password`}
        weakPath={`${prefix}weak_password`}
        label={t("fields.password")}
        help={t("fields.passwordHelp")}
        reveal={reveal}
        required
      />
    </>
  );
}

export function LineDevices({ prefix }: { prefix: string }) {
  const { t } = useTranslation("lines");
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <NumberField
        path={`${prefix}max_contacts`}
        label={t("fields.devices")}
        help={t("fields.devicesHelp")}
        placeholder="10"
        min={1}
        max={100}
      />
      <TextField path={`${prefix}caller_id`} label={t("fields.callerId")} help={t("fields.callerIdHelp")} />
      <LimitsField path={`${prefix}limits`} />
    </SimpleGrid>
  );
}

export function LineSignaling({ prefix }: { prefix: string }) {
  const { t } = useTranslation("lines");
  return (
    <>
      <CodecsField
        path={`${prefix}codecs`}
        label={t("fields.codecs")}
        help={t("fields.codecsHelp")}
        inherits
      />
      <EncryptionField prefix={prefix} />
      <ChoicesField
        path={`${prefix}digest`}
        label={t("fields.digest")}
        help={t("fields.digestHelp")}
        placeholder="MD5"
        choices={DIGESTS}
      />
    </>
  );
}

/** Whose line it is. */
export function UserField() {
  const { t } = useTranslation("lines");
  const { field, props } = useFieldProps<string | number>({
    path: "user",
    label: t("fields.user"),
    help: t("fields.userHelp"),
    required: true,
  });
  return (
    <UserChoice
      id={props.id}
      label={t("fields.user")}
      description={props.description}
      error={props.error}
      readOnly={props.readOnly}
      value={userChoice(field.value ?? "")}
      set={choice => field.set(userRef(choice))}
    />
  );
}

interface UsernameFieldProps {
  path: string;
  isFixed: boolean;
  openPath?: string | undefined;
}

function UsernameField({ path, isFixed, openPath }: UsernameFieldProps) {
  const { t } = useTranslation(["lines", "frame"]);
  const label = t("fields.username");
  const fixed = (
    <>
      {t("fields.usernameStored")}{" "}
      {openPath && (
        <Anchor component={Link} to={openPath} inherit underline="always">
          {t("fields.openLine")}
        </Anchor>
      )}
    </>
  );
  const { field, props } = useFieldProps<string>({
    path,
    label,
    help: isFixed ? fixed : t("fields.usernameHelp"),
    required: true,
  });
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        {...props}
        style={{ flex: 1 }}
        readOnly={props.readOnly || isFixed}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={field.value ?? ""}
        onChange={event => field.set(event.currentTarget.value.trim())}
      />
      {!field.isReadOnly && !isFixed && (
        <Button
          variant="default"
          aria-label={`${t("frame:actions.generate")}: ${label}`}
          onClick={() => field.set(randomUsername())}
          leftSection={<IconDice5 size={16} aria-hidden />}
        >
          {t("frame:actions.generate")}
        </Button>
      )}
    </Group>
  );
}
