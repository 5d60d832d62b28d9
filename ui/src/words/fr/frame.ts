/** French: what surrounds every page. */
import type { SameKeys } from "@/i18n/shape";
import type en from "@/words/en/frame";

export default {
  app: { name: "Strowger", tagline: "Autocommutateur téléphonique" },
  skip: "Aller au contenu",
  menu: {
    open: "Ouvrir le menu",
    close: "Fermer le menu",
    label: "Menu principal",
    groups: {
      overview: "Vue d'ensemble",
      settings: "Configuration IPBX",
      calls: "Gestion des appels",
      trunks: "Gestion des interconnexions",
      general: "Paramètres généraux",
      configuration: "Réglages de l'IPBX",
      system: "Système",
    },
    pages: {
      dashboard: "Tableau de bord",
      route: "Essayer un numéro",
      users: "Utilisateurs",
      lines: "Lignes",
      extensions: "Extensions",
      outgoing: "Appels sortants",
      incoming: "Appels entrants",
      logs: "Journal des appels",
      live: "Appels en cours",
      trunks: "Interconnexions (protocole SIP)",
      sip: "Protocole SIP",
      limits: "Limites d'appels",
      contexts: "Contextes",
      sounds: "Fichiers audio",
      admins: "Administrateurs",
      tokens: "Jetons d'API",
      bans: "Exclus",
      history: "Historique",
      backup: "Sauvegarde et restauration",
      manual: "Manuel",
      apiDocs: "Documentation de l'API",
      about: "À propos",
    },
  },
  account: {
    menu: "Compte de {{name}}",
    signOut: "Se déconnecter",
    language: "Langue",
    theme: "Apparence",
    themes: { light: "Claire", dark: "Sombre", auto: "Comme le système" },
    changePassword: "Changer de mot de passe",
  },
  roles: { administrator: "Administrateur", operator: "Opérateur", read_only: "Lecture seule" },
  languages: { en: "English", fr: "Français" },
  connection: {
    lost: "La connexion avec l'autocommutateur est perdue. Ce qui est affiché n'est peut-être plus à jour ; tout sera relu dès qu'il répondra.",
    live: "En direct",
  },
  actions: {
    save: "Enregistrer",
    cancel: "Annuler",
    delete: "Supprimer",
    test: "Tester",
    add: "Ajouter",
    edit: "Modifier",
    close: "Fermer",
    copy: "Copier",
    copied: "Copié",
    undo: "Rétablir",
    retry: "Réessayer",
    back: "Retour",
    next: "Suivant",
    remove: "Retirer",
    up: "Monter",
    down: "Descendre",
    show: "Afficher",
    hide: "Masquer",
    generate: "Générer",
    download: "Télécharger",
    yes: "Oui",
    no: "Non",
    none: "Aucun",
    loading: "Chargement…",
  },
  errors: {
    title: "Cela n'a pas fonctionné",
    unreachable: "L'autocommutateur ne répond pas. Fonctionne-t-il, et le réseau est-il là ?",
    notFound: "Cette page n'existe pas.",
    notFoundHint: "L'adresse est peut-être mal tapée, ou ce qu'elle montrait a été supprimé.",
    gone: "Cet élément n'existe plus : quelqu'un l'a supprimé.",
    home: "Vers le tableau de bord",
    crashed:
      "La page a rencontré une erreur. Rechargez-la ; si l'erreur revient, merci de la signaler avec ce qui est écrit ci-dessous.",
    reload: "Recharger",
    detail: "L'autocommutateur dit : {{detail}}",
  },
  storage: {
    full: "Rien n'a été enregistré : il n'y a plus de place sur le disque de la base de données. Faites de la place, puis réessayez.",
    read_only:
      "Rien n'a été enregistré : le disque de la base de données refuse l'écriture. Remontez-le en écriture.",
    locked:
      "Rien n'a été enregistré : un autre programme retient la base de données. Arrêtez-le, puis réessayez.",
    slow: "Le disque de la base de données est trop lent. Réessayez.",
    damaged:
      "La base de données est endommagée. Mettez la dernière bonne sauvegarde à sa place : strowger recover.",
    failing: "Le disque de la base de données est en panne. Regardez ce que le système en dit (dmesg).",
  },
  causes: {
    sign_in_needed: "Veuillez vous connecter.",
    unknown_token: "Ce jeton n'est pas connu, ou ne l'est plus.",
    wrong_login: "L'identifiant ou le mot de passe est faux.",
    too_soon_one: "Trop de mots de passe étaient faux. Attendez {{count}} seconde, puis réessayez.",
    too_soon_other: "Trop de mots de passe étaient faux. Attendez {{count}} secondes, puis réessayez.",
    forbidden: "Votre rôle ne le permet pas. Un administrateur peut vous en donner un autre.",
    foreign_site: "La requête ne venait pas de cette page. Rechargez-la et réessayez.",
    setup_done: "Il y a déjà un administrateur. Connectez-vous plutôt.",
    wrong_setup_token:
      "Ce lien d'installation est celui d'un démarrage précédent. Prenez le dernier que l'autocommutateur a affiché, ou redémarrez-le pour en obtenir un autre.",
    messages_off:
      "Les messages des appels ne sont pas conservés : les paramètres généraux, onglet « Sécurité », disent combien de mémoire ils peuvent prendre.",
    messages_gone:
      "Les messages de cet appel ont disparu : des appels plus récents ont eu besoin de leur place.",
    test_running: "Cette interconnexion est déjà en cours de test. Attendez qu'il se termine.",
    test_too_soon_one:
      "Cette interconnexion vient d'être testée par un appel. Attendez {{count}} seconde, ou testez sans appel.",
    test_too_soon_other:
      "Cette interconnexion vient d'être testée par un appel. Attendez {{count}} secondes, ou testez sans appel.",
    busy: "L'autocommutateur a trop à faire en même temps. Réessayez dans un instant.",
    not_a_backup:
      "Ce fichier n'est pas une sauvegarde d'autocommutateur. Choisissez-en un dont le nom finit par .backup.",
    damaged_backup:
      "Cette sauvegarde est endommagée, peut-être coupée lors d'une copie. Prenez-en une autre copie.",
    newer_backup:
      "Une version plus récente a fait cette sauvegarde. Restaurez-la avec cette version, ou mettez cet autocommutateur à jour.",
    foreign_backup:
      "Un autre autocommutateur a fait cette sauvegarde, sans phrase secrète. Prenez-en une là-bas avec une phrase secrète, ou copiez son fichier secret.key dans un nouvel autocommutateur avant son premier démarrage.",
    passphrase_needed:
      "Un autre autocommutateur a fait cette sauvegarde. Donnez la phrase secrète avec laquelle elle a été faite.",
    wrong_passphrase: "Ce n'est pas la phrase secrète avec laquelle la sauvegarde a été faite.",
    backup_too_large:
      "Cette sauvegarde est plus grosse que ce qui est accepté ici. Prenez-en une sans le journal des appels.",
  },
} satisfies SameKeys<typeof en>;
