/** The foot of a list: where one is in it, and the way on. */
import { Group, Pagination, Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/format";
import { type ListParams, SIZE_DEFAULT, SIZES } from "./params";

interface PagerProps {
  params: ListParams;
  total: number;
  /** Not, where there are at least so many. */
  isExact: boolean;
  rows: number;
  change: (changes: Partial<ListParams>) => void;
}

export function Pager({ params, total, isExact, rows, change }: PagerProps) {
  const { t } = useTranslation("list");
  const format = useFormat();
  const size = params.size ?? SIZE_DEFAULT;
  const page = params.page ?? 1;
  const from = (page - 1) * size + 1;
  const pages = Math.max(1, Math.ceil(total / size));
  const shown = {
    from: format.number(from),
    to: format.number(from + rows - 1),
    total: format.number(total),
  };
  return (
    <Group justify="space-between" className="no-print">
      <Text size="sm" c="dimmed" aria-live="polite">
        {t(isExact ? "shown" : "shownAtLeast", shown)}
      </Text>
      <Group gap="md">
        {total > Math.min(...SIZES) && (
          <Select
            size="xs"
            w={90}
            aria-label={t("perPage")}
            data={SIZES.map(String)}
            value={String(size)}
            allowDeselect={false}
            onChange={value => change({ size: Number(value) })}
          />
        )}
        {pages > 1 && (
          <Pagination
            size="sm"
            total={pages}
            value={page}
            onChange={next => change({ page: next })}
            getControlProps={control =>
              control === "previous" ? { "aria-label": t("previous") } : { "aria-label": t("nextPage") }
            }
            getItemProps={number => ({ "aria-label": format.number(number) })}
          />
        )}
      </Group>
    </Group>
  );
}
