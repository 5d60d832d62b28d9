/** Which columns of a list are shown; each browser remembers its choice. */
import { Button, Checkbox, Popover, Stack } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconColumns3 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Column } from "./table";

/** Returns the columns to show, and the button that changes them. The first one names the row and always stays. */
export function useColumns<Row>(list: string, columns: Column<Row>[]) {
  const usual = columns.filter(column => !column.isHidden).map(column => column.key);
  const [kept, keep] = useLocalStorage<string[]>({ key: `strowger.columns.${list}`, defaultValue: usual });
  const shown = columns.filter((column, index) => index === 0 || kept.includes(column.key));
  const toggle = (key: string) => keep(kept.includes(key) ? kept.filter(one => one !== key) : [...kept, key]);
  return { shown, button: <ColumnsButton columns={columns} kept={kept} toggle={toggle} /> };
}

interface ColumnsButtonProps<Row> {
  columns: Column<Row>[];
  kept: string[];
  toggle: (key: string) => void;
}

function ColumnsButton<Row>({ columns, kept, toggle }: ColumnsButtonProps<Row>) {
  const { t } = useTranslation("list");
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" size="sm" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t("columns")}
        </Button>
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
