/** The fields that most forms are made of. Each has its help beside it and shows what the exchange says of it. */
import { Checkbox, MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useField } from "./draft";
import { useProblemWords } from "./words";

export interface FieldProps {
  path: string;
  label: string;
  help?: ReactNode;
  required?: boolean;
  placeholder?: string;
}

/** What every input is given: names, help, error; the id is the path, so that errors can lead to it. */
export function useFieldProps<Value>({ path, label, help, required, placeholder }: FieldProps) {
  const field = useField<Value>(path);
  const words = useProblemWords();
  return {
    field,
    props: {
      id: idOf(path),
      label,
      description: help,
      placeholder,
      labelProps: starred(required),
      "aria-required": required ?? false,
      error: field.error && words(field.error),
      readOnly: field.isReadOnly,
    },
  };
}

/** Marks the label of a required field. The star is drawn by the style sheet: it is no part of the name. */
export function starred(required: boolean | undefined) {
  return { "data-required": required ? true : undefined };
}

/** Tells who hears a password's input of its help and of what is wrong with it: Mantine does so for every input but this one. */
export function spoken(input: { id: string; description?: ReactNode; error?: ReactNode }) {
  const parts = [input.error && `${input.id}-error`, input.description && `${input.id}-description`];
  return {
    "aria-invalid": Boolean(input.error),
    "aria-describedby": parts.filter(Boolean).join(" ") || undefined,
  };
}

/** The id of the input of a field. */
export function idOf(path: string): string {
  return `field-${path.replace(/[^\w-]/g, "-")}`;
}

export function TextField(
  props: FieldProps & {
    mono?: boolean;
    autoComplete?: string /** It can be read, but never changed. */;
    isFixed?: boolean;
  },
) {
  const { field, props: input } = useFieldProps<string>(props);
  return (
    <TextInput
      {...input}
      readOnly={input.readOnly || (props.isFixed ?? false)}
      autoComplete={props.autoComplete ?? "off"}
      spellCheck={false}
      value={field.value ?? ""}
      onChange={event => field.set(event.currentTarget.value)}
      {...(props.mono ? { styles: { input: { fontFamily: "var(--mantine-font-family-monospace)" } } } : {})}
    />
  );
}

export function LongTextField(props: FieldProps & { rows?: number }) {
  const { field, props: input } = useFieldProps<string>(props);
  return (
    <Textarea
      {...input}
      autosize
      minRows={props.rows ?? 3}
      value={field.value ?? ""}
      onChange={event => field.set(event.currentTarget.value)}
    />
  );
}

export function NumberField(props: FieldProps & { min?: number; max?: number; suffix?: string }) {
  const { field, props: input } = useFieldProps<number>(props);
  return (
    <NumberInput
      {...input}
      min={props.min}
      max={props.max}
      // The exchange says what is wrong with a number; nobody's typing is changed behind his back.
      clampBehavior="none"
      allowDecimal={false}
      suffix={props.suffix}
      value={field.value ?? ""}
      onChange={value => field.set(typeof value === "number" ? value : null)}
    />
  );
}

export interface Choice {
  value: string;
  label: string;
}

export function SelectField(
  props: FieldProps & { choices: Choice[]; clearable?: boolean; fallback?: string; searchable?: boolean },
) {
  const { field, props: input } = useFieldProps<string>(props);
  return (
    <Select
      {...input}
      data={props.choices}
      value={field.value ?? props.fallback ?? null}
      clearable={(props.clearable ?? false) && !field.isReadOnly}
      allowDeselect={props.clearable ?? false}
      searchable={props.searchable ?? false}
      onChange={value => field.set(value)}
      comboboxProps={{ withinPortal: true }}
    />
  );
}

export function SwitchField(props: FieldProps) {
  const { field, props: input } = useFieldProps<boolean>(props);
  const { labelProps: _, readOnly: __, placeholder: ___, ...rest } = input;
  return (
    <Switch
      {...rest}
      disabled={field.isReadOnly}
      checked={field.value ?? false}
      onChange={event => field.set(event.currentTarget.checked)}
    />
  );
}

export function CheckField(props: FieldProps) {
  const { field, props: input } = useFieldProps<boolean>(props);
  const { labelProps: _, readOnly: __, placeholder: ___, ...rest } = input;
  return (
    <Checkbox
      {...rest}
      disabled={field.isReadOnly}
      checked={field.value ?? false}
      onChange={event => field.set(event.currentTarget.checked)}
    />
  );
}

/** Several of a few choices, in the order in which they were chosen. */
export function ChoicesField(props: FieldProps & { choices: Choice[] }) {
  const { field, props: input } = useFieldProps<string[]>(props);
  const value = field.value ?? [];
  return (
    <MultiSelect
      {...input}
      placeholder={value.length === 0 ? input.placeholder : undefined}
      data={props.choices}
      value={value}
      onChange={next => field.set(next)}
    />
  );
}

/** Several words in one field, separated by commas or spaces. */
export function WordsField(props: FieldProps) {
  const { field, props: input } = useFieldProps<string[]>(props);
  const value = field.value ?? [];
  // What is typed keeps its commas and blanks for as long as it means what the draft holds.
  const [typed, type] = useState("");
  const isTyped = wordsIn(typed).join() === value.join();
  return (
    <TextInput
      {...input}
      autoComplete="off"
      value={isTyped ? typed : value.join(", ")}
      onChange={event => {
        type(event.currentTarget.value);
        field.set(wordsIn(event.currentTarget.value));
      }}
    />
  );
}

function wordsIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}
