/** A list that the exchange gives whole, searched, ordered and paged here as others are there. */
import { type ListParams, SIZE_DEFAULT } from "@/list/params";

export function pageOf<Row extends object>(rows: Row[], params: ListParams): { items: Row[]; total: number } {
  const wanted = (params.search ?? "").toLowerCase();
  const found = rows.filter(row =>
    Object.values(row).some(value => String(value).toLowerCase().includes(wanted)),
  );
  const size = params.size ?? SIZE_DEFAULT;
  const from = ((params.page ?? 1) - 1) * size;
  return { items: ordered(found, params.order).slice(from, from + size), total: found.length };
}

function ordered<Row extends object>(rows: Row[], order: string | undefined): Row[] {
  if (!order) return rows;
  const field = order.replace(/^-/, "");
  const turn = order.startsWith("-") ? -1 : 1;
  const fieldOf = (row: Row) => (row as Record<string, unknown>)[field] ?? "";
  return [...rows].sort((a, b) => {
    const [x, y] = [fieldOf(a), fieldOf(b)];
    const way = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
    return way * turn;
  });
}
