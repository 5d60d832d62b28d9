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

it("takes the choice that is marked, wherever an answer to a search has moved it", async () => {
  const user = userEvent.setup();
  const take = vi.fn();
  const list = (data: string[]) => (
    <MantineProvider theme={themeIn("Close")} env="test">
      <Select label="Context" searchable data={data} value="" onChange={take} />
    </MantineProvider>
  );
  const { rerender } = render(list(["default", "Incalls", "to-extern"]));
  await user.click(screen.getByRole("combobox"));
  await user.keyboard("{ArrowDown}{ArrowDown}");
  rerender(list(["Incalls", "to-extern"]));
  await user.keyboard("{Enter}");
  expect(take.mock.calls.map(([value]) => value)).toEqual(["Incalls"]);
});

it("leaves Enter to the form where no list is open", async () => {
  const { user, field, send } = show();
  field.focus();
  await user.keyboard("{Enter}");
  expect(send).toHaveBeenCalledOnce();
});
