/** A list as every page has it: search, order, paging, columns, choice of rows, CSV, print, and what to do when it is empty. */
import { ActionIcon, Button, Group, Loader, Paper, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconDownload, IconPrinter, IconSearch, IconX } from "@tabler/icons-react";
import { type ReactNode, Suspense, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/frame/failure";
import { useColumns } from "./columns";
import { Pager } from "./pager";
import { type ListParams, useListParams } from "./params";
import { type Column, Rows } from "./table";

/** How long a pause in typing starts a search. */
const PAUSE_MS = 250;

/** What a query of TanStack says of a page of a list. */
export interface Listed<Row> {
  /** `total_is_exact` is there where counting all would take too long. */
  data?: { items: Row[]; total: number; total_is_exact?: boolean } | undefined;
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
}

interface ListProps<Row> {
  /** The noun, for what the browser remembers. */
  name: string;
  label: string;
  columns: Column<Row>[];
  listed: Listed<Row>;
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  linkOf?: (row: Row) => string;
  /** What stands here before there is anything. */
  empty: ReactNode;
  /** Filters beside the search. */
  filters?: ReactNode;
  /** Names of the filters in the address: a list that they empty is not an empty list. */
  filterKeys?: string[];
  /** What can be done with the rows that are chosen. */
  bulk?: (ids: string[], clear: () => void) => ReactNode;
  rowActions?: (row: Row) => ReactNode;
  /** Where the CSV file of the whole list is; the search and the order go with it. */
  csv?: string;
  /** The orders that the file knows, where they are not those of the list. */
  csvOrders?: string[];
}

export function List<Row>(props: ListProps<Row>) {
  const { t } = useTranslation(["list", "frame"]);
  const [params, change] = useListParams();
  const [chosen, choose] = useState(() => new Set<string>());
  const { shown, button } = useColumns(props.name, props.columns);
  const { error, isFetching, refetch } = props.listed;
  // Rows are drawn in short steps: a slow phone stays awake for its user meanwhile.
  const data = useDeferredValue(props.listed.data);
  const isNarrowed =
    Boolean(params.search) || (props.filterKeys ?? []).some(key => params[key] !== undefined);
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (data && data.total === 0 && !isNarrowed) return <Paper withBorder>{props.empty}</Paper>;
  const rows = data?.items ?? [];
  const here = new Set(rows.map(props.idOf).filter(id => chosen.has(id)));
  return (
    <Stack gap="sm">
      <Group justify="space-between" className="no-print" gap="xs">
        <Group gap="xs" style={{ flex: "1 1 18rem" }}>
          <SearchBox
            value={params.search ?? ""}
            onSearch={search => change({ search: search || undefined })}
          />
          {props.filters}
          {isFetching && <Loader size="xs" aria-label={t("updating")} />}
        </Group>
        <Group gap="xs">
          {here.size > 0 && props.bulk && (
            <>
              <Text size="sm">{t("selected", { count: here.size })}</Text>
              <Suspense fallback={null}>{props.bulk([...here], () => choose(new Set()))}</Suspense>
            </>
          )}
          {button}
          {props.csv && (
            <Button
              component="a"
              variant="default"
              href={csvLink(props.csv, csvParams(params, props.csvOrders), props.filterKeys ?? [])}
              download
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {t("export")}
            </Button>
          )}
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t("print")}
            title={t("print")}
            onClick={() => window.print()}
          >
            <IconPrinter size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      <Paper withBorder>
        {!data && <Waiting />}
        {data && rows.length === 0 && (
          <Text p="lg" c="dimmed">
            {t("nothingFound", { search: params.search ?? "…" })}
          </Text>
        )}
        {rows.length > 0 && (
          <Rows
            {...props}
            columns={shown}
            rows={rows}
            order={params.order}
            onOrder={order => change({ order })}
            chosen={props.bulk ? here : undefined}
            onChoose={choose}
          />
        )}
      </Paper>
      {data && rows.length > 0 && (
        <Pager
          params={params}
          total={data.total}
          isExact={data.total_is_exact ?? true}
          rows={rows.length}
          change={change}
        />
      )}
    </Stack>
  );
}

function SearchBox({ value, onSearch }: { value: string; onSearch: (search: string) => void }) {
  const { t } = useTranslation("list");
  const [typed, setTyped] = useState(value);
  const search = useDebouncedCallback(onSearch, PAUSE_MS);
  const type = (next: string) => {
    setTyped(next);
    search(next.trim());
  };
  return (
    <TextInput
      type="search"
      aria-label={t("search")}
      placeholder={t("searchPlaceholder")}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={event => type(event.currentTarget.value)}
      style={{ flex: "0 1 18rem" }}
      rightSection={
        typed && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t("clear")}
            onClick={() => type("")}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )
      }
    />
  );
}

function Waiting() {
  return (
    <Stack p="md" gap="sm" aria-hidden>
      {[0, 1, 2, 3, 4].map(row => (
        <Skeleton key={row} height={22} />
      ))}
    </Stack>
  );
}

function csvParams(params: ListParams, orders: string[] | undefined): ListParams {
  const field = params.order?.replace(/^-/, "");
  return orders && field !== undefined && !orders.includes(field) ? { ...params, order: undefined } : params;
}

function csvLink(path: string, params: ListParams, filters: string[]): string {
  const asked = new URLSearchParams();
  for (const key of ["search", "order", ...filters]) {
    if (params[key] !== undefined) asked.set(key, String(params[key]));
  }
  const question = asked.toString();
  return question ? `${path}?${question}` : path;
}
