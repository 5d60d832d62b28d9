/** What needs attention, in the reader's words, and the page where it is mended. */
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useFormat } from "@/i18n/format";

interface Said {
  words: string;
  remedy: string;
  to?: string;
}

export function useAttentionWords(): (item: Schemas["AttentionItem"]) => Said {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  return ({ what, sentence, remedy }) => {
    switch (what.code) {
      case "trunk_down": {
        const words =
          what.since_ms == null
            ? t("attention.trunkDown", { name: what.name })
            : t("attention.trunkDownSince", { name: what.name, since: format.moment(what.since_ms) });
        return { words, remedy: t("attention.trunkDownRemedy"), to: `/trunks/${what.id}` };
      }
      case "toll_fraud":
        return {
          words: t(what.transit ? "attention.tollFraud" : "attention.tollFraudKept", {
            name: what.name,
            room: what.context,
            outgoing: what.outgoing_call,
          }),
          remedy: t("attention.tollFraudRemedy"),
          to: `/trunks/${what.id}`,
        };
      case "weak_line_password":
        return {
          words: t("attention.weakLinePassword", { name: what.name }),
          remedy: t("attention.weakRemedy"),
          to: `/lines/${what.id}`,
        };
      case "weak_trunk_password":
        return {
          words: t("attention.weakTrunkPassword", { name: what.name }),
          remedy: t("attention.weakRemedy"),
          to: `/trunks/${what.id}`,
        };
      case "line_contested":
        return {
          words: t("attention.lineContested", { name: what.name, count: what.max_contacts }),
          remedy: t("attention.lineContestedRemedy"),
          to: `/lines/${what.id}`,
        };
      case "shut_out":
        return {
          words:
            what.account == null
              ? t("attention.shutOut", { address: what.address, tried: what.tried })
              : t("attention.shutOutAccount", { address: what.address, account: what.account }),
          remedy: t("attention.shutOutRemedy"),
          to: "/bans",
        };
      case "stopped":
        return {
          words: t("attention.stopped", {
            calls: t(`attention.stoppedCalls.${what.class ?? "any"}`),
            whose: t(`attention.payer.${what.payer.kind}`, { name: what.payer.name }),
          }),
          remedy: t("attention.stoppedRemedy"),
          to: "/settings/limits",
        };
      case "emergency_called":
        return {
          words: t("attention.emergencyCalled", {
            who: what.name || what.caller,
            number: what.number,
            when: format.moment(what.at_ms),
          }),
          remedy: "",
          to: `/calls/${what.call}`,
        };
      case "user_without_line":
        return {
          words: t("attention.userWithoutLine", { from: what.from, user: what.user }),
          remedy: t("attention.userWithoutLineRemedy"),
          to: `/users?search=${encodeURIComponent(what.user)}`,
        };
      case "keys_in_clear":
        return {
          words: t("attention.keysInClear", { name: what.name }),
          remedy: t("attention.keysInClearRemedy"),
          to: `/trunks/${what.id}`,
        };
      case "trunk_not_called":
        return {
          words: t("attention.trunkNotCalled", { name: what.name, outgoing: what.outgoing_call }),
          remedy: t("attention.trunkNotCalledRemedy"),
          to: `/trunks/${what.id}`,
        };
      case "trunks_disabled":
        return {
          words: t("attention.trunksDisabled", { outgoing: what.outgoing_call }),
          remedy: t("attention.trunksDisabledRemedy"),
          to: `/outgoing-calls?search=${encodeURIComponent(what.outgoing_call)}`,
        };
      case "emergency_unreachable":
        return {
          words: what.leads_to
            ? t("attention.emergencyElsewhere", {
                number: what.number,
                room: what.context,
                to: what.leads_to,
              })
            : t("attention.emergencyUnreachable", { number: what.number, room: what.context }),
          remedy: t("attention.emergencyRemedy", { number: what.number }),
          to: "/outgoing-calls",
        };
      case "storage": {
        const since = format.moment(what.since_ms);
        const goesOn = t("attention.storageGoesOn", { since, waiting: format.number(what.waiting) });
        return {
          words: `${t(`attention.storage.${what.trouble}`)} ${goesOn}`,
          remedy: t(`attention.storageRemedy.${what.trouble}`),
        };
      }
      case "rows_lost":
        return {
          words: t("attention.rowsLost", { count: what.rows }),
          remedy: t("attention.rowsLostRemedy"),
        };
      case "disk_nearly_full":
        return {
          words: t("attention.diskNearlyFull", {
            free: format.bytes(what.free_bytes),
            total: format.bytes(what.total_bytes),
          }),
          remedy: t("attention.diskNearlyFullRemedy"),
        };
      default:
        // A newer exchange knows more; its own sentence is better than none.
        return { words: sentence, remedy: remedy ?? "" };
    }
  };
}
