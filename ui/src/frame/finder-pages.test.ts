import { describe, expect, it } from "vitest";
import en from "@/words/en/frame";
import fr from "@/words/fr/frame";
import { findPages, PAGE_HINTS } from "./finder-pages";
import { MENU } from "./menu";

const inEnglish = (question: string) => findPages(question, key => en.menu.pages[key]).map(hint => hint.path);
const inFrench = (question: string) => findPages(question, key => fr.menu.pages[key]).map(hint => hint.path);

describe("pages that are looked for", () => {
  it("include every page of the menu", () => {
    const paths = MENU.flatMap(group => group.pages.map(page => page.path));
    expect(PAGE_HINTS.map(hint => hint.path).sort()).toEqual(paths.sort());
  });

  it("are found by XiVO's menu paths, whole or in part", () => {
    expect(inEnglish("Services > IPBX > Trunk management")).toEqual(["/trunks"]);
    expect(inEnglish("services>ipbx>call management>outgoing calls")).toEqual(["/outgoing-calls"]);
    expect(inEnglish("General Settings > SIP protocol")).toEqual(["/settings/sip"]);
    for (const hint of PAGE_HINTS) if (hint.xivo) expect(inEnglish(hint.xivo)[0], hint.xivo).toBe(hint.path);
  });

  it("come in the order of their titles' fitness", () => {
    expect(inEnglish("users")[0]).toBe("/users");
    expect(inEnglish("sip")[0]).toBe("/settings/sip");
    expect(inEnglish("history")[0]).toBe("/history");
  });

  it("are found by what is set on them, in both languages and without accents", () => {
    for (const setting of ["codecs", "time zone", "emergency numbers", "fuseau horaire", "numeros d'urgence"])
      expect(inEnglish(setting), setting).toContain("/settings/sip");
    expect(inFrench("sortants")[0]).toBe("/outgoing-calls");
    expect(inFrench("reglages sip")).toContain("/settings/sip");
  });

  it("are none for nothing", () => {
    expect(inEnglish("  > ")).toEqual([]);
    expect(inEnglish("no such page")).toEqual([]);
  });
});
