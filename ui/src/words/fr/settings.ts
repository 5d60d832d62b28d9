/** French: the general SIP settings. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/settings";

export default {
  title: "Paramètres généraux : protocole SIP",
  lead: "Ce qui vaut pour toute ligne et toute interconnexion qui ne dit rien d'autre. Ce qui est enregistré s'applique aussitôt : rien n'est à redémarrer.",
  tabs: { general: "Général", network: "Réseau", signaling: "Signalisation", security: "Sécurité" },
  fields: {
    name: "Nom de l'autocommutateur",
    nameHelp: "Affiché aux administrateurs et aux téléphones, par exemple Siège. Laissé vide, Strowger.",
    realm: "Domaine d'authentification (realm)",
    realmHelp:
      "Ce que les téléphones affichent, ou cherchent, quand un mot de passe leur est demandé. Laissé vide, strowger. Certains téléphones doivent être redémarrés après un changement.",
    agent: "Nom de l'agent (User-Agent)",
    agentHelp: "Comment l'autocommutateur se présente dans les messages SIP. Laissé vide, Strowger.",
    zone: "Fuseau horaire",
    zoneHelp: "Celui des heures indiquées et exportées, par exemple Europe/Paris. Laissé vide, UTC.",
    duration: "Durée maximale d'un appel",
    durationHelp: "En secondes, jusqu'à 604 800 (7 jours). Laissé vide, 36 000 (10 heures) ; 0 : sans fin.",
    emergency: "Numéros d'urgence",
    emergencyHelp:
      "Les numéros que tout le monde doit pouvoir appeler, par exemple 112, 15, 17, 18. L'autocommutateur vérifie que chacun part par une interconnexion depuis chaque contexte qui a des téléphones, et prévient sinon.",
    country: "Pays",
    countryHelp: "Son code à deux lettres, par exemple FR. Il propose des numéros d'urgence et des plages.",
    language: "Langue",
    languageHelp: "Celle des personnes qui n'en ont pas choisi.",
    phone: "Adresse pour les téléphones",
    phoneHelp:
      "Le nom ou l'adresse IP à régler dans les téléphones, par exemple pbx.example.org. Laissé vide, l'adresse ci-dessous qui convient le mieux.",
    external: "Adresse externe",
    externalHelp:
      "L'adresse IP sous laquelle les autres voient cet autocommutateur, s'il est derrière un NAT. Laissé vide, sa propre adresse.",
    local: "Réseaux locaux",
    localHelp:
      "Les réseaux à qui est donnée notre propre adresse et non l'adresse externe, par exemple 10.0.0.0/8. Laissé vide, les sous-réseaux de cette machine.",
    rtp: "Délai sans RTP",
    rtpHelp:
      "Un appel sans aucun son pendant ce nombre de secondes, hors mise en garde, est terminé. Laissé vide, 7 200 ; 0 : jamais.",
    codecsHelp:
      "Pour toute ligne et toute interconnexion qui n'en a pas en propre. Deux autocommutateurs doivent en avoir un en commun.",
    noGsm: "GSM n'est pas activé. La page d'interconnexion de XiVO demande au moins GSM.",
    addGsm: "Activer GSM",
    sessionExpires: "Minuteur de session",
    sessionExpiresHelp:
      "Secondes après lesquelles les deux côtés s'assurent que l'appel est toujours là. Laissé vide, 600 ; 0 n'en demande pas.",
    sessionMin: "Minuteur de session le plus court",
    sessionMinHelp: "Un plus court est refusé avec 422. Laissé vide, 90, le moins que permet la norme.",
    expiryMin: "Enregistrement le plus court",
    expiryMinHelp: "En secondes ; un plus court est refusé avec 423. Laissé vide, 60.",
    expiryDefault: "Enregistrement habituel",
    expiryDefaultHelp: "En secondes, si un téléphone ne demande rien. Laissé vide, 120.",
    expiryMax: "Enregistrement le plus long",
    expiryMaxHelp: "En secondes ; un plus long est ramené à cette durée. Laissé vide, 3 600.",
    retention: "Conservation du journal des appels",
    retentionHelp:
      "En jours ; les appels plus anciens sont oubliés. Laissé vide, 365 ; 0 les garde toujours.",
    messages: "Mémoire pour les messages SIP",
    messagesHelp:
      "Mégaoctets, jusqu'à 1 024, pour les messages des appels récents, qui montrent pourquoi un appel a échoué. Laissé vide, 16 ; 0 n'en garde aucun.",
    silence: "Silence d'une interconnexion",
    silenceHelp:
      "Secondes sans aucune réponse, de 1 à 32, après lesquelles la suivante est essayée. Laissé vide, 4.",
  },
  groups: { audio: "Son", calls: "Appels", registrations: "Enregistrements", always: "Ce qui vaut toujours" },
  always: {
    guests:
      "Personne n'appelle sans être connu : à qui n'est ni un téléphone ni une interconnexion d'ici, un mot de passe est demandé.",
    alike:
      "Mots de passe faux et identifiants inconnus sont refusés de la même façon : personne n'apprend quels identifiants existent.",
    passwords:
      "Les mots de passe faibles des lignes et des interconnexions sont refusés ; qui insiste est consigné.",
    transit: "Ce qui arrive par une interconnexion ne repart par aucune, sauf si « Transit » y est activé.",
  },
  addresses: {
    title: "Adresses de cette machine",
    kinds: {
      private: "privée",
      public: "publique",
      link_local: "seulement sur le même câble",
      loopback: "cette machine elle-même",
    },
    advice: {
      phones_use_this: "celle que les téléphones utilisent",
      usable: "les téléphones pourraient l'utiliser",
      only_this_host: "seuls les programmes de cette machine la joignent",
      not_listening: "l'autocommutateur n'y écoute pas",
    },
  },
  emergency: {
    title: "S'ils sont joints, d'après ce qui est enregistré",
    from: "depuis le contexte {{name}} :",
    reached: "part par {{trunks}} comme {{sent}}",
    nowhere:
      "ne mène nulle part. Créez un appel sortant avec ce numéro comme motif, dans un contexte que {{name}} inclut.",
    elsewhere: "mène à {{where}}, et à aucune interconnexion",
  },
  fixed: "Fixé par le fichier de configuration de la machine ({{key}}) ; ne se change que là.",
} satisfies SameKeys<typeof en>;
