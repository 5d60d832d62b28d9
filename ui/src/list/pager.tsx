/** The foot of a list: where one is in it, and the way on. */
import { Group, Text } from "@mantine/core";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { later } from "@/frame/later";
import { useFormat } from "@/i18n/format";
import { type ListParams, SIZE_DEFAULT, SIZES } from "./params";

// A short list has nowhere to go on to.
const PageChoice = later(() => import("./page-choice").then(one => one.PageChoice));
const SizeChoice = later(() => import("./page-choice").then(one => one.SizeChoice));

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
        <Suspense fallback={null}>
          {total > Math.min(...SIZES) && <SizeChoice size={size} choose={next => change({ size: next })} />}
          {pages > 1 && <PageChoice page={page} pages={pages} choose={next => change({ page: next })} />}
        </Suspense>
      </Group>
    </Group>
  );
}
