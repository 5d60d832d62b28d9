import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { beforeAll, describe, expect, it } from "vitest";
import form from "@/words/en/form";
import users from "@/words/en/users";
import { Preview } from "./import-preview";
import type { ImportRow } from "./import-rows";

beforeAll(async () => {
  await i18next.use(initReactI18next).init({
    lng: "en",
    resources: { en: { users, form } },
    interpolation: { escapeValue: false },
  });
});

const ROWS: ImportRow[] = [
  { line: 2, name: "<b>Alice</b>", verb: "create", errors: [] },
  { line: 3, name: "Bob", verb: "unchanged", errors: [] },
  {
    line: 4,
    name: "Carl",
    verb: "refused",
    errors: [{ field: "firstname", message: "is missing", remedy: "", cause: { code: "missing" } }],
  },
];

function show(rows: ImportRow[]) {
  const totals = { create: 1, update: 0, unchanged: 1, refused: rows.length - 2 };
  render(
    <MantineProvider>
      <Preview rows={rows} totals={totals} />
    </MantineProvider>,
  );
  return screen.getByRole("table");
}

describe("the preview of an import", () => {
  it("counts what would happen, and puts what is wrong first", () => {
    const table = show(ROWS);
    expect(screen.getByText("1 to create, 0 to change, 1 as they are, 1 with errors")).toBeTruthy();
    const [, first] = within(table).getAllByRole("row");
    expect(first?.textContent).toContain("Carl");
    expect(first?.textContent).toContain("firstname: This is required.");
  });

  it("can be narrowed to the rows with errors", async () => {
    const table = show(ROWS);
    await userEvent.click(screen.getByLabelText("Only rows with errors"));
    expect(within(table).getAllByRole("row")).toHaveLength(2);
  });

  it("shows names as text, whatever they hold", () => {
    const table = show(ROWS);
    expect(table.querySelector("td b")?.textContent).toBe("firstname: ");
    expect(within(table).getByText("<b>Alice</b>")).toBeTruthy();
  });

  it("has nothing to narrow where nothing is wrong", () => {
    show(ROWS.slice(0, 2));
    expect(screen.queryByLabelText("Only rows with errors")).toBeNull();
    expect(screen.queryByRole("alert")).toBeNull();
  });
});
