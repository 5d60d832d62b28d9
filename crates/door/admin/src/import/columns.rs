//! The columns of the file: those of ours, and those of XiVO's that this exchange does nothing with yet.

/// The columns that mean something.
pub(super) const KNOWN: &[&str] = &[
    "id",
    "firstname",
    "lastname",
    "email",
    "mobile_phone_number",
    "caller_id",
    "outgoing_caller_id",
    "ring_seconds",
    "simultaneous_calls",
    "userfield",
    "exten",
    "context",
    "line_protocol",
    "sip_username",
    "sip_secret",
    "weak_password",
    "incall_exten",
    "incall_context",
];

/// Columns of XiVO's that may be there while they are empty.
pub(super) const NOT_YET: &[&str] = &[
    "call_permission_password",
    "call_permissions",
    "call_record_enabled",
    "call_record_incoming_external_enabled",
    "call_record_incoming_internal_enabled",
    "call_record_outgoing_external_enabled",
    "call_record_outgoing_internal_enabled",
    "call_transfer_enabled",
    "cti_profile_enabled",
    "cti_profile_name",
    "dtmf_hangup_enabled",
    "enabled",
    "entity_id",
    "incall_ring_seconds",
    "language",
    "music_on_hold",
    "online_call_record_enabled",
    "password",
    "provisioning_code",
    "subscription_type",
    "supervision_enabled",
    "timezone",
    "username",
    "uuid",
    "voicemail_ask_password",
    "voicemail_attach_audio",
    "voicemail_context",
    "voicemail_delete_messages",
    "voicemail_email",
    "voicemail_name",
    "voicemail_number",
    "voicemail_password",
];

/// Says whether a cell of a column that is not known yet asks for nothing: a switch that is off does not.
pub(super) fn asks_for_nothing(column: &str, cell: &str) -> bool {
    let is_switch = column.ends_with("_enabled")
        || ["voicemail_attach_audio", "voicemail_delete_messages", "voicemail_ask_password"]
            .contains(&column);
    cell.is_empty() || (is_switch && matches!(cell, "0" | "false"))
}
