/** A day, chosen as the browser lets its user choose one. */
import { TextInput } from "@mantine/core";
import { type FieldProps, useFieldProps } from "@/form/fields";

export function DateField(props: FieldProps) {
  const { field, props: input } = useFieldProps<string>(props);
  return (
    <TextInput
      {...input}
      type="date"
      min={new Date().toISOString().slice(0, 10)}
      value={field.value ?? ""}
      onChange={event => field.set(event.currentTarget.value)}
    />
  );
}
