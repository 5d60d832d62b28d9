/** The rows of a list: order by column, choose rows, open one. */
import { Checkbox, Group, Table, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconArrowsSort, IconSortAscending, IconSortDescending } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** A column of a list. */
export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** The field that the API orders by; none where it cannot. */
  order?: string | undefined;
  /** Not shown unless somebody chooses it. */
  isHidden?: boolean;
  /** Numbers stand at the right. */
  isNumber?: boolean;
}

interface RowsProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  /** Where a row leads; its first cell is the link. */
  linkOf?: ((row: Row) => string) | undefined;
  order: string | undefined;
  onOrder: (order: string) => void;
  /** The ids chosen; none where rows cannot be chosen. */
  chosen?: Set<string> | undefined;
  onChoose?: ((ids: Set<string>) => void) | undefined;
  rowActions?: ((row: Row) => ReactNode) | undefined;
}

export function Rows<Row>(props: RowsProps<Row>) {
  const { label, columns, rows, idOf, nameOf, linkOf, chosen, onChoose, rowActions } = props;
  const { t } = useTranslation("list");
  const isAll = chosen !== undefined && rows.length > 0 && rows.every(row => chosen.has(idOf(row)));
  const isSome = !isAll && rows.some(row => chosen?.has(idOf(row)));
  const chooseAll = () => onChoose?.(new Set(isAll ? [] : rows.map(idOf)));
  const choose = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose?.(next);
  };
  return (
    <Table.ScrollContainer minWidth={Math.min(720, 160 * columns.length)}>
      <Table highlightOnHover verticalSpacing="xs" aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {chosen && (
              <Table.Th w={36} className="no-print">
                <Checkbox
                  size="xs"
                  aria-label={t("selectAll")}
                  checked={isAll}
                  indeterminate={isSome}
                  onChange={chooseAll}
                />
              </Table.Th>
            )}
            {columns.map(column => (
              <Head key={column.key} column={column} order={props.order} onOrder={props.onOrder} />
            ))}
            {rowActions && (
              <Table.Th className="no-print">
                <VisuallyHidden>{t("actions")}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(row => {
            const id = idOf(row);
            return (
              <Table.Tr key={id} data-id={id} {...(chosen?.has(id) ? { bg: "var(--strowger-row)" } : {})}>
                {chosen && (
                  <Table.Td className="no-print">
                    <Checkbox
                      size="xs"
                      aria-label={t("selectOne", { name: nameOf(row) })}
                      checked={chosen.has(id)}
                      onChange={() => choose(id)}
                    />
                  </Table.Td>
                )}
                {columns.map((column, index) => (
                  <Table.Td key={column.key} {...(column.isNumber ? { ta: "right" } : {})}>
                    {index === 0 && linkOf ? (
                      <Text
                        component={Link}
                        to={linkOf(row)}
                        fw={600}
                        c="var(--mantine-color-anchor)"
                        size="sm"
                      >
                        {column.cell(row)}
                      </Text>
                    ) : (
                      column.cell(row)
                    )}
                  </Table.Td>
                ))}
                {rowActions && (
                  <Table.Td className="no-print">
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      {rowActions(row)}
                    </Group>
                  </Table.Td>
                )}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface HeadProps<Row> {
  column: Column<Row>;
  order: string | undefined;
  onOrder: (order: string) => void;
}

function Head<Row>({ column, order, onOrder }: HeadProps<Row>) {
  const { t } = useTranslation("list");
  const { order: field, title } = column;
  const isUp = order === field;
  const isDown = order === `-${field}`;
  const Icon = isUp ? IconSortAscending : isDown ? IconSortDescending : IconArrowsSort;
  if (!field) {
    return (
      <Table.Th scope="col" {...(column.isNumber ? { ta: "right" } : {})}>
        {title}
      </Table.Th>
    );
  }
  return (
    <Table.Th
      scope="col"
      aria-sort={isUp ? "ascending" : isDown ? "descending" : "none"}
      {...(column.isNumber ? { ta: "right" } : {})}
    >
      <UnstyledButton
        fw={600}
        fz="sm"
        className="nowrap"
        aria-label={t("orderBy", { column: title })}
        onClick={() => onOrder(isUp ? `-${field}` : field)}
      >
        {title}{" "}
        <Icon size={14} aria-hidden style={{ verticalAlign: "-2px", opacity: isUp || isDown ? 1 : 0.45 }} />
      </UnstyledButton>
    </Table.Th>
  );
}
