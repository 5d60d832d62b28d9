import { MantineProvider, Select } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { themeIn } from "@/theme";

function show() {
  const send = vi.fn();
  render(
    <MantineProvider theme={themeIn("Close")} env="test">
      <form
        onSubmit={event => {
          event.preventDefault();
          send();
        }}
      >
        <Select label="Context" searchable data={["default", "Incalls", "to-extern"]} />
        <button type="submit">Save</button>
      </form>
    </MantineProvider>,
  );
  return { user: userEvent.setup(), field: screen.getByRole<HTMLInputElement>("combobox"), send };
}

it("takes the first choice that fits what was typed", async () => {
  const { user, field, send } = show();
  await user.click(field);
  await user.keyboard("inc{Enter}");
  expect(field.value).toBe("Incalls");
  expect(send).not.toHaveBeenCalled();
});

it("takes nothing that does not fit, and sends nothing", async () => {
  const { user, field, send } = show();
  await user.click(field);
  await user.keyboard("nowhere{Enter}");
  expect(field.value).toBe("nowhere");
  expect(send).not.toHaveBeenCalled();
});

it("leaves Enter to the form where no list is open", async () => {
  const { user, field, send } = show();
  field.focus();
  await user.keyboard("{Enter}");
  expect(send).toHaveBeenCalledOnce();
});
