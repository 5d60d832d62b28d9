/** What is typed into a form, and what the exchange said about it. */
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { ProblemField } from "@/api/problem";
import { at, isWithin, withValue } from "./path";

export interface Draft<Values> {
  values: Values;
  isChanged: boolean;
  isReadOnly: boolean;
  errors: ProblemField[];
  set: (path: string, value: unknown) => void;
  /** Takes other values as the ones that are stored. */
  reset: (values: Values) => void;
  refuse: (errors: ProblemField[]) => void;
}

/** Holds the draft of a form that begins with what is stored. */
export function useDraft<Values extends object>(stored: Values, isReadOnly = false): Draft<Values> {
  const [base, setBase] = useState(stored);
  const [values, setValues] = useState(stored);
  const [errors, refuse] = useState<ProblemField[]>([]);
  const isChanged = useMemo(() => !isSame(base, values), [base, values]);
  return {
    values,
    isChanged,
    isReadOnly,
    errors,
    refuse,
    set: (path, value) => {
      setValues(old => withValue(old, path, value));
      // Whoever corrects a field need not read what was wrong with it.
      refuse(old =>
        old.some(error => isWithin(error.field, path)) ? old.filter(e => !isWithin(e.field, path)) : old,
      );
    },
    reset: next => {
      setBase(next);
      setValues(next);
      refuse([]);
    },
  };
}

/** An empty field and one that is not there are the same. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, withoutEmpty) === JSON.stringify(b, withoutEmpty);
}

function withoutEmpty(_key: string, value: unknown): unknown {
  return value === "" || value === null ? undefined : value;
}

const Here = createContext<Draft<object> | null>(null);

export function DraftProvider({ draft, children }: { draft: Draft<never>; children: ReactNode }) {
  return <Here.Provider value={draft as unknown as Draft<object>}>{children}</Here.Provider>;
}

export function useDraftHere(): Draft<object> {
  const draft = useContext(Here);
  if (!draft) throw new Error("a field stands outside of a form");
  return draft;
}

/** One field of the form around: its value, how to change it, what is wrong with it. */
export interface Field<Value> {
  value: Value | undefined;
  set: (value: Value | null) => void;
  error: ProblemField | undefined;
  isReadOnly: boolean;
}

export function useField<Value>(path: string): Field<Value> {
  const draft = useDraftHere();
  const value = (at(draft.values, path) ?? undefined) as Value | undefined;
  const inList = (error: ProblemField) => Array.isArray(value) && isWithin(error.field, path);
  return {
    value,
    set: next => draft.set(path, next),
    // What is wrong with an entry of a list is shown where the list is.
    error: draft.errors.find(error => error.field === path) ?? draft.errors.find(inList),
    isReadOnly: draft.isReadOnly,
  };
}
