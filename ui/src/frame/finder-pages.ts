/** What the search box knows without asking: pages, the settings on them, and XiVO's own menu paths. */
import type { MenuKey } from "./menu";

export interface PageHint {
  key: MenuKey;
  path: string;
  /** Where XiVO's users look for it. */
  xivo?: string;
  /** Words in both languages that lead here. */
  words: string;
}

export const PAGE_HINTS: PageHint[] = [
  { key: "dashboard", path: "/", words: "home overview status accueil état supervision" },
  {
    key: "route",
    path: "/route",
    words: "explain dialplan test number why trace essayer numéro plan de numérotation",
  },
  {
    key: "users",
    path: "/users",
    xivo: "Services > IPBX > IPBX settings > Users",
    words: "people person csv import utilisateurs personnes",
  },
  {
    key: "lines",
    path: "/lines",
    xivo: "Services > IPBX > IPBX settings > Lines",
    words: "sip account phone password lignes téléphone",
  },
  {
    key: "extensions",
    path: "/extensions",
    xivo: "Services > IPBX > IPBX services > Extensions",
    words: "numbers echo milliwatt numéros",
  },
  {
    key: "outgoing",
    path: "/outgoing-calls",
    xivo: "Services > IPBX > Call management > Outgoing calls",
    words: "exten stripnum prefix pattern emergency urgence sortants",
  },
  {
    key: "incoming",
    path: "/incoming-calls",
    xivo: "Services > IPBX > Call management > Incoming calls",
    words: "did redirect destination sda entrants",
  },
  {
    key: "logs",
    path: "/call-logs",
    xivo: "Services > IPBX > Call management > Calls Logs",
    words: "cdr history journal",
  },
  { key: "live", path: "/calls", words: "channels hang up ongoing en cours raccrocher" },
  {
    key: "trunks",
    path: "/trunks",
    xivo: "Services > IPBX > Trunk management > SIP Protocol",
    words: "provider register friend peer interconnexion opérateur",
  },
  {
    key: "sip",
    path: "/settings/sip",
    xivo: "Services > IPBX > General Settings > SIP protocol",
    words:
      "codecs gsm network nat external address local networks signaling security session timer rtp timeout realm user agent time zone country language emergency numbers retention call log kept name of the exchange réglages généraux réseau adresse externe réseaux locaux signalisation sécurité fuseau horaire pays langue numéros d'urgence conservation nom de l'autocommutateur",
  },
  {
    key: "limits",
    path: "/settings/limits",
    words:
      "limits on calls toll fraud stop lift premium international classes of destination prefix opening hours webhook e-mail alerts limites d'appels fraude arrêt lever surtaxé indicatif heures d'ouverture alertes courriel",
  },
  {
    key: "contexts",
    path: "/contexts",
    xivo: "Services > IPBX > IPBX configuration > Contexts",
    words: "includes ranges default incalls to-extern contextes plages",
  },
  {
    key: "sounds",
    path: "/sounds",
    xivo: "Services > IPBX > IPBX services > Audio files",
    words: "announcement wav audio annonces",
  },
  {
    key: "admins",
    path: "/admins",
    xivo: "Configuration > Management > Users",
    words: "administrators roles login droits",
  },
  {
    key: "tokens",
    path: "/tokens",
    xivo: "Configuration > Management > Web Services Access",
    words: "api key web services jetons",
  },
  {
    key: "bans",
    path: "/bans",
    xivo: "Configuration > Network > Fail2ban",
    words: "security ban blocked attack password guess fail2ban sécurité exclus bloqué attaque",
  },
  { key: "history", path: "/history", words: "revisions changes audit undo restore historique révisions" },
  { key: "backup", path: "/backup", words: "restore save file sauvegarde restauration" },
  { key: "manual", path: "/manual", words: "help documentation aide" },
  { key: "apiDocs", path: "/api/docs", words: "openapi rest swagger" },
  { key: "about", path: "/about", words: "version licence" },
];

/** Finds pages by the words of a question, all of which must lead there; those whose title has them come first. */
export function findPages(
  question: string,
  titleOf: (key: MenuKey) => string,
  among: PageHint[] = PAGE_HINTS,
): PageHint[] {
  const words = plain(question)
    .split(/[\s>]+/)
    .filter(Boolean);
  if (words.length === 0) return [];
  const known = among.filter(hint => {
    const text = plain(`${titleOf(hint.key)} ${hint.xivo ?? ""} ${hint.words} ${hint.path}`);
    return words.every(word => text.includes(word));
  });
  const rank = new Map(known.map(hint => [hint, rankOf(plain(titleOf(hint.key)), words)]));
  return known.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
}

/** How well a title fits: it begins so, it has all words, it has not. */
function rankOf(title: string, words: string[]): number {
  if (title.startsWith(words.join(" "))) return 0;
  return words.every(word => title.includes(word)) ? 1 : 2;
}

/** Lower case, without accents, and with plain apostrophes. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("\u2019", "'").toLowerCase();
}
