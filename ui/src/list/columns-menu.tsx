/** The columns of a list to choose from. */
import { Checkbox, Popover, Stack } from "@mantine/core";
import { ColumnsButton } from "./columns";
import type { Column } from "./table";

export interface ColumnsMenuProps {
  columns: Pick<Column<never>, "key" | "title">[];
  kept: string[];
  toggle: (key: string) => void;
}

/** The choice at its button; it is open at first, because somebody has asked for it. */
export function ColumnsMenu({ columns, kept, toggle }: ColumnsMenuProps) {
  return (
    <Popover defaultOpened position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <ColumnsButton />
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {columns.map((column, index) => (
            <Checkbox
              key={column.key}
              label={column.title}
              checked={index === 0 || kept.includes(column.key)}
              disabled={index === 0}
              onChange={() => toggle(column.key)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
