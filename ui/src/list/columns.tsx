/** Which columns of a list are shown; each browser remembers its choice. */
import { Button, type ButtonProps } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconColumns3 } from "@tabler/icons-react";
import { type ComponentPropsWithRef, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { later } from "@/frame/later";
import type { ColumnsMenuProps } from "./columns-menu";
import type { Column } from "./table";

const ColumnsMenu = later(() => import("./columns-menu").then(one => one.ColumnsMenu));

/** Returns the columns to show, and the button that changes them. The first one names the row and always stays. */
export function useColumns<Row>(list: string, columns: Column<Row>[]) {
  const usual = columns.filter(column => !column.isHidden).map(column => column.key);
  const [kept, keep] = useLocalStorage<string[]>({ key: `strowger.columns.${list}`, defaultValue: usual });
  const shown = columns.filter((column, index) => index === 0 || kept.includes(column.key));
  const toggle = (key: string) => keep(kept.includes(key) ? kept.filter(one => one !== key) : [...kept, key]);
  return { shown, button: <Columns columns={columns} kept={kept} toggle={toggle} /> };
}

function Columns(props: ColumnsMenuProps) {
  const [isAsked, ask] = useState(false);
  const button = <ColumnsButton aria-haspopup="dialog" aria-expanded={false} onClick={() => ask(true)} />;
  return isAsked ? (
    <Suspense fallback={button}>
      <ColumnsMenu {...props} />
    </Suspense>
  ) : (
    button
  );
}

export function ColumnsButton(props: ButtonProps & ComponentPropsWithRef<"button">) {
  const { t } = useTranslation("list");
  return (
    <Button variant="default" size="sm" leftSection={<IconColumns3 size={16} aria-hidden />} {...props}>
      {t("columns")}
    </Button>
  );
}
