/** What a list shows, kept in the address so that it can be linked to: search, order, page, size. */
import { useNavigate, useSearch } from "@tanstack/react-router";

export interface ListParams {
  search?: string | undefined;
  order?: string | undefined;
  /** Counted from 1. */
  page?: number | undefined;
  size?: number | undefined;
  /** What else a page filters by. */
  [filter: string]: string | number | undefined;
}

export const SIZES = [25, 50, 100, 250];
export const SIZE_DEFAULT = 25;

/** Reads the part of an address behind the question mark; what makes no sense is left out. */
export function readParams(raw: Record<string, unknown>): ListParams {
  const params: ListParams = {};
  for (const [key, value] of Object.entries(raw)) {
    if (typeof value === "string" && value !== "") params[key] = value;
    else if (typeof value === "number" && Number.isSafeInteger(value)) params[key] = value;
  }
  if (typeof params.search === "number") params.search = String(params.search);
  if (!isCount(params.page)) delete params.page;
  if (!SIZES.includes(params.size as number)) delete params.size;
  return params;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 1;
}

/** The parameters of now, and how to change some of them; whatever narrows the list begins at its first page. */
export function useListParams(): [ListParams, (changes: Partial<ListParams>) => void] {
  const params = readParams(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = (changes: Partial<ListParams>) => {
    const next = { ...params, ...("page" in changes ? {} : { page: undefined }), ...changes };
    const kept = Object.fromEntries(
      Object.entries(next)
        .filter(([, value]) => value !== undefined && value !== "")
        .map(([key, value]) => [key, bare(value)]),
    );
    void navigate({ to: ".", search: kept, replace: true });
  };
  return [params, change];
}

/** Digits stand in an address as they are; as a text, the router would put them in quotes. */
function bare(value: string | number | undefined): string | number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && String(number) === value ? number : value;
}

/** The question to the API. */
export function queryOf(params: ListParams): {
  search?: string;
  order?: string;
  limit: number;
  offset: number;
} {
  const size = params.size ?? SIZE_DEFAULT;
  return {
    ...(params.search ? { search: params.search } : {}),
    ...(params.order ? { order: params.order } : {}),
    limit: size,
    offset: ((params.page ?? 1) - 1) * size,
  };
}
