/** The way on in a long list: which page, and how many rows on each. */
import { Pagination, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/format";
import { SIZES } from "./params";

export function SizeChoice({ size, choose }: { size: number; choose: (size: number) => void }) {
  const { t } = useTranslation("list");
  return (
    <Select
      size="xs"
      w={90}
      aria-label={t("perPage")}
      data={SIZES.map(String)}
      value={String(size)}
      allowDeselect={false}
      onChange={value => choose(Number(value))}
    />
  );
}

interface PageChoiceProps {
  page: number;
  pages: number;
  choose: (page: number) => void;
}

export function PageChoice({ page, pages, choose }: PageChoiceProps) {
  const { t } = useTranslation("list");
  const format = useFormat();
  return (
    <Pagination
      size="sm"
      total={pages}
      value={page}
      onChange={choose}
      getControlProps={control =>
        control === "previous" ? { "aria-label": t("previous") } : { "aria-label": t("nextPage") }
      }
      getItemProps={number => ({ "aria-label": format.number(number) })}
    />
  );
}
