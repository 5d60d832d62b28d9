import { describe, expect, it } from "vitest";
import { typeset, typesetWords } from "./french";

describe("French", () => {
  it("keeps marks with the words before them", () => {
    expect(typeset("Quoi ? « Rien » : non ; jamais !")).toBe(
      "Quoi\u00a0? «\u00a0Rien\u00a0»\u00a0: non\u00a0; jamais\u00a0!",
    );
  });

  it("has its own apostrophe, and leaves quotes of code alone", () => {
    expect(typeset("L'état d'ici")).toBe("L’état d’ici");
    expect(typeset("'**99.'")).toBe("'**99.'");
  });

  it("keeps thousands together, but not numbers that are dialled", () => {
    expect(typeset("de 10 à 86 400")).toBe("de 10 à 86\u202f400");
    expect(typeset("**99101 0123456789")).toBe("**99101 0123456789");
  });

  it("changes no key and no hole", () => {
    const words = { "a b": { c: "{{count}} : l'heure" } };
    expect(typesetWords(words)).toEqual({ "a b": { c: "{{count}}\u00a0: l’heure" } });
  });
});
