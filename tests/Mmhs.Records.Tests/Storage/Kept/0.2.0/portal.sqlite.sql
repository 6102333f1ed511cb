CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

BEGIN TRANSACTION;
CREATE TABLE "audit_address" (
    "stream" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "PK_audit_address" PRIMARY KEY ("stream", "seq", "name")
);

CREATE TABLE "audit_checkpoint" (
    "stream" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "signature" BLOB NOT NULL,
    CONSTRAINT "PK_audit_checkpoint" PRIMARY KEY ("stream", "number")
);

CREATE TABLE "audit_entry" (
    "stream" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "canon" BLOB NOT NULL,
    "entry_hash" BLOB NOT NULL,
    "chain_hash" BLOB NOT NULL,
    "at" INTEGER NOT NULL,
    "event_type" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "actor" TEXT NULL,
    "message_id" TEXT NULL,
    "envelope_id" TEXT NULL,
    "correlation" TEXT NULL,
    CONSTRAINT "PK_audit_entry" PRIMARY KEY ("stream", "seq")
);

CREATE TABLE "audit_stream" (
    "stream" TEXT NOT NULL CONSTRAINT "PK_audit_stream" PRIMARY KEY,
    "size" INTEGER NOT NULL,
    "chain" BLOB NOT NULL,
    "frontier" BLOB NOT NULL
);

CREATE TABLE "label" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_label" PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL
);

CREATE TABLE "organisation" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_organisation" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "clearances" TEXT NOT NULL
);

CREATE TABLE "outbox" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_outbox" PRIMARY KEY AUTOINCREMENT,
    "release_id" TEXT NOT NULL,
    "work" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "urgency" INTEGER NOT NULL,
    "due_at" INTEGER NOT NULL,
    "leased_until" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "copy" INTEGER NOT NULL,
    "envelope_id" TEXT NULL,
    "recipients" TEXT NULL,
    "stored_message_id" TEXT NULL,
    "last_reply" TEXT NULL
);

CREATE TABLE "rights_proposal" (
    "id" TEXT NOT NULL CONSTRAINT "PK_rights_proposal" PRIMARY KEY,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "book" TEXT NOT NULL,
    "first_verifiers" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_by_name" TEXT NOT NULL,
    "proposed_at" INTEGER NOT NULL,
    "method" INTEGER NOT NULL,
    "proof" BLOB NOT NULL,
    "state" INTEGER NOT NULL,
    "decided_by" TEXT NULL,
    "decided_by_name" TEXT NULL,
    "decided_at" INTEGER NULL,
    "answer" TEXT NULL
);

CREATE TABLE "stored_message" (
    "id" TEXT NOT NULL CONSTRAINT "PK_stored_message" PRIMARY KEY,
    "octets" BLOB NOT NULL,
    "stored_at" INTEGER NOT NULL
);

CREATE TABLE "supersession" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_supersession" PRIMARY KEY AUTOINCREMENT,
    "role_id" INTEGER NOT NULL,
    "obsolete" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "from_address" TEXT NOT NULL
);

CREATE TABLE "tracking" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_tracking" PRIMARY KEY AUTOINCREMENT,
    "release_id" TEXT NOT NULL,
    "envelope_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "display_name" TEXT NULL,
    "addressed_as" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "reports" INTEGER NOT NULL,
    "submitted_at" INTEGER NULL,
    "relayed_at" INTEGER NULL,
    "delivered_at" INTEGER NULL,
    "failed_at" INTEGER NULL,
    "receipt" INTEGER NOT NULL,
    "receipt_at" INTEGER NULL,
    "reason" TEXT NULL
);

CREATE TABLE "address_list" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_address_list" PRIMARY KEY AUTOINCREMENT,
    "organisation_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    CONSTRAINT "FK_address_list_organisation_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "break_glass" (
    "release_id" TEXT NOT NULL CONSTRAINT "PK_break_glass" PRIMARY KEY,
    "organisation_id" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "set_aside_minimize" INTEGER NOT NULL,
    "reviewed_by" TEXT NULL,
    "reviewed_by_name" TEXT NULL,
    "reviewed_at" INTEGER NULL,
    "justified" INTEGER NULL,
    "finding" TEXT NULL,
    CONSTRAINT "FK_break_glass_organisation_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "minimize" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_minimize" PRIMARY KEY AUTOINCREMENT,
    "organisation_id" INTEGER NOT NULL,
    "scope" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "flows_freely" INTEGER NOT NULL,
    "max_octets" INTEGER NULL,
    "declared_by" TEXT NOT NULL,
    "declared_by_name" TEXT NOT NULL,
    "declared_at" INTEGER NOT NULL,
    "from" INTEGER NOT NULL,
    "until" INTEGER NOT NULL,
    "ended_by" TEXT NULL,
    "ended_by_name" TEXT NULL,
    "ended_at" INTEGER NULL,
    CONSTRAINT "FK_minimize_organisation_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "person" (
    "id" TEXT NOT NULL CONSTRAINT "PK_person" PRIMARY KEY,
    "display_name" TEXT NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "clearances" TEXT NOT NULL,
    "first_password_until" INTEGER NULL,
    "deactivated_at" INTEGER NULL,
    "user_name" TEXT NULL,
    "normalized_user_name" TEXT NULL,
    "email" TEXT NULL,
    "normalized_email" TEXT NULL,
    "email_confirmed" INTEGER NOT NULL,
    "password_hash" TEXT NULL,
    "security_stamp" TEXT NULL,
    "concurrency_stamp" TEXT NULL,
    "phone_number" TEXT NULL,
    "phone_number_confirmed" INTEGER NOT NULL,
    "two_factor_enabled" INTEGER NOT NULL,
    "lockout_end" INTEGER NULL,
    "lockout_enabled" INTEGER NOT NULL,
    "access_failed_count" INTEGER NOT NULL,
    CONSTRAINT "FK_person_organisation_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "role_mailbox" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_role_mailbox" PRIMARY KEY AUTOINCREMENT,
    "organisation_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "unit_id" INTEGER NULL,
    "deactivated_at" INTEGER NULL,
    CONSTRAINT "FK_role_mailbox_organisation_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "unit" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_unit" PRIMARY KEY AUTOINCREMENT,
    "organisation_id" INTEGER NOT NULL,
    "parent_id" INTEGER NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "FK_unit_organisation_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "FK_unit_unit_parent_id" FOREIGN KEY ("parent_id") REFERENCES "unit" ("id") ON DELETE RESTRICT
);

CREATE TABLE "tracking_event" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_tracking_event" PRIMARY KEY AUTOINCREMENT,
    "tracking_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "reported" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "report_id" TEXT NOT NULL,
    "content_key" TEXT NOT NULL,
    "stored_message_id" TEXT NULL,
    CONSTRAINT "FK_tracking_event_tracking_tracking_id" FOREIGN KEY ("tracking_id") REFERENCES "tracking" ("id") ON DELETE RESTRICT
);

CREATE TABLE "address_list_member" (
    "list_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "address" TEXT NULL,
    "member_list_id" INTEGER NULL,
    "information_only" INTEGER NOT NULL,
    CONSTRAINT "PK_address_list_member" PRIMARY KEY ("list_id", "number"),
    CONSTRAINT "FK_address_list_member_address_list_list_id" FOREIGN KEY ("list_id") REFERENCES "address_list" ("id") ON DELETE CASCADE,
    CONSTRAINT "FK_address_list_member_address_list_member_list_id" FOREIGN KEY ("member_list_id") REFERENCES "address_list" ("id") ON DELETE RESTRICT
);

CREATE TABLE "person_claim" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_person_claim" PRIMARY KEY AUTOINCREMENT,
    "user_id" TEXT NOT NULL,
    "claim_type" TEXT NULL,
    "claim_value" TEXT NULL,
    CONSTRAINT "FK_person_claim_person_user_id" FOREIGN KEY ("user_id") REFERENCES "person" ("id") ON DELETE CASCADE
);

CREATE TABLE "person_login" (
    "login_provider" TEXT NOT NULL,
    "provider_key" TEXT NOT NULL,
    "provider_display_name" TEXT NULL,
    "user_id" TEXT NOT NULL,
    CONSTRAINT "PK_person_login" PRIMARY KEY ("login_provider", "provider_key"),
    CONSTRAINT "FK_person_login_person_user_id" FOREIGN KEY ("user_id") REFERENCES "person" ("id") ON DELETE CASCADE
);

CREATE TABLE "person_passkey" (
    "credential_id" BLOB NOT NULL CONSTRAINT "PK_person_passkey" PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    CONSTRAINT "FK_person_passkey_person_user_id" FOREIGN KEY ("user_id") REFERENCES "person" ("id") ON DELETE CASCADE
);

CREATE TABLE "person_token" (
    "user_id" TEXT NOT NULL,
    "login_provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NULL,
    CONSTRAINT "PK_person_token" PRIMARY KEY ("user_id", "login_provider", "name"),
    CONSTRAINT "FK_person_token_person_user_id" FOREIGN KEY ("user_id") REFERENCES "person" ("id") ON DELETE CASCADE
);

CREATE TABLE "session" (
    "id" TEXT NOT NULL CONSTRAINT "PK_session" PRIMARY KEY,
    "person_id" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "last_seen_at" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "address" TEXT NULL,
    "browser" TEXT NULL,
    "ended_at" INTEGER NULL,
    CONSTRAINT "FK_session_person_person_id" FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE
);

CREATE TABLE "draft" (
    "id" TEXT NOT NULL CONSTRAINT "PK_draft" PRIMARY KEY,
    "role_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "form" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "label_id" INTEGER NULL,
    "origin_label_id" INTEGER NULL,
    "urgency" INTEGER NOT NULL,
    "last_editor" TEXT NOT NULL,
    "last_editor_name" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "submitted_at" INTEGER NULL,
    "due_at" INTEGER NULL,
    "escalation" INTEGER NOT NULL,
    "taken_by" TEXT NULL,
    "taken_by_name" TEXT NULL,
    "held_until" INTEGER NULL,
    "held_reason" TEXT NULL,
    "held_by" TEXT NULL,
    "return_reason" TEXT NULL,
    "returned_by" TEXT NULL,
    "revision" INTEGER NOT NULL,
    "locked_by" TEXT NULL,
    "locked_by_name" TEXT NULL,
    "locked_since" INTEGER NULL,
    "locked_until" INTEGER NULL,
    "template_id" TEXT NULL,
    "template_name" TEXT NULL,
    "locked_fields" TEXT NULL,
    "required_fields" TEXT NULL,
    CONSTRAINT "FK_draft_role_mailbox_role_id" FOREIGN KEY ("role_id") REFERENCES "role_mailbox" ("id") ON DELETE RESTRICT
);

CREATE TABLE "inbox" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_inbox" PRIMARY KEY AUTOINCREMENT,
    "role_id" INTEGER NOT NULL,
    "message_id" TEXT NOT NULL,
    "content_sha256" TEXT NOT NULL,
    "received_as" INTEGER NOT NULL,
    "urgency" INTEGER NOT NULL,
    "label_id" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_indicator_codes" TEXT NOT NULL,
    "dtg" INTEGER NULL,
    "received_at" INTEGER NOT NULL,
    "signature" INTEGER NOT NULL,
    "label_status" INTEGER NOT NULL,
    "stored_message_id" TEXT NOT NULL,
    "from_address" TEXT NOT NULL,
    "expires_at" INTEGER NULL,
    "obsoleted_by" TEXT NULL,
    "reverse_path" TEXT NULL,
    "receipt" INTEGER NOT NULL,
    "receipt_at" INTEGER NULL,
    "receipt_by" TEXT NULL,
    "first_read_at" INTEGER NULL,
    "first_read_by" TEXT NULL,
    "removed_at" INTEGER NULL,
    "removed_by" TEXT NULL,
    "indexed" INTEGER NOT NULL,
    CONSTRAINT "FK_inbox_role_mailbox_role_id" FOREIGN KEY ("role_id") REFERENCES "role_mailbox" ("id") ON DELETE RESTRICT,
    CONSTRAINT "FK_inbox_stored_message_stored_message_id" FOREIGN KEY ("stored_message_id") REFERENCES "stored_message" ("id") ON DELETE RESTRICT
);

CREATE TABLE "membership" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_membership" PRIMARY KEY AUTOINCREMENT,
    "person_id" TEXT NOT NULL,
    "role_id" INTEGER NOT NULL,
    "function" TEXT NOT NULL,
    "held_from" INTEGER NULL,
    "held_until" INTEGER NULL,
    "granted_by" INTEGER NULL,
    CONSTRAINT "FK_membership_person_person_id" FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE,
    CONSTRAINT "FK_membership_role_mailbox_role_id" FOREIGN KEY ("role_id") REFERENCES "role_mailbox" ("id") ON DELETE RESTRICT
);

CREATE TABLE "role_rule" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_role_rule" PRIMARY KEY AUTOINCREMENT,
    "organisation_id" INTEGER NOT NULL,
    "provided_by" TEXT NOT NULL,
    "claim_type" TEXT NOT NULL,
    "claim_value" TEXT NOT NULL,
    "role_id" INTEGER NOT NULL,
    "function" TEXT NOT NULL,
    CONSTRAINT "FK_role_rule_organisation_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE,
    CONSTRAINT "FK_role_rule_role_mailbox_role_id" FOREIGN KEY ("role_id") REFERENCES "role_mailbox" ("id") ON DELETE CASCADE
);

CREATE TABLE "set_aside" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_set_aside" PRIMARY KEY AUTOINCREMENT,
    "work" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "role_id" INTEGER NULL,
    "message_id" TEXT NULL,
    "reason" TEXT NOT NULL,
    "times" INTEGER NOT NULL,
    "first_at" INTEGER NOT NULL,
    "last_at" INTEGER NOT NULL,
    "settled_at" INTEGER NULL,
    "settled_by" TEXT NULL,
    CONSTRAINT "FK_set_aside_role_mailbox_role_id" FOREIGN KEY ("role_id") REFERENCES "role_mailbox" ("id") ON DELETE RESTRICT
);

CREATE TABLE "stray_report" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_stray_report" PRIMARY KEY AUTOINCREMENT,
    "role_id" INTEGER NOT NULL,
    "stored_message_id" TEXT NOT NULL,
    "content_sha256" TEXT NOT NULL,
    "received_at" INTEGER NOT NULL,
    "reporter" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "settled_at" INTEGER NULL,
    "settled_by" TEXT NULL,
    CONSTRAINT "FK_stray_report_role_mailbox_role_id" FOREIGN KEY ("role_id") REFERENCES "role_mailbox" ("id") ON DELETE RESTRICT,
    CONSTRAINT "FK_stray_report_stored_message_stored_message_id" FOREIGN KEY ("stored_message_id") REFERENCES "stored_message" ("id") ON DELETE RESTRICT
);

CREATE TABLE "template" (
    "id" TEXT NOT NULL CONSTRAINT "PK_template" PRIMARY KEY,
    "organisation_id" INTEGER NOT NULL,
    "role_id" INTEGER NULL,
    "name" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "label_id" INTEGER NULL,
    "locked_fields" TEXT NOT NULL,
    "required_fields" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" INTEGER NOT NULL,
    CONSTRAINT "FK_template_organisation_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "FK_template_role_mailbox_role_id" FOREIGN KEY ("role_id") REFERENCES "role_mailbox" ("id") ON DELETE RESTRICT
);

CREATE TABLE "person_passkey_use" (
    "credential_id" BLOB NOT NULL CONSTRAINT "PK_person_passkey_use" PRIMARY KEY,
    "last_used_at" INTEGER NOT NULL,
    "sign_count" INTEGER NOT NULL,
    "last_answer" BLOB NULL,
    "set_aside_at" INTEGER NULL,
    CONSTRAINT "FK_person_passkey_use_person_passkey_credential_id" FOREIGN KEY ("credential_id") REFERENCES "person_passkey" ("credential_id") ON DELETE CASCADE
);

CREATE TABLE "decision" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_decision" PRIMARY KEY AUTOINCREMENT,
    "draft_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "stage" TEXT NULL,
    "by" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "on_behalf_of" TEXT NULL,
    "at" INTEGER NOT NULL,
    "reason" TEXT NULL,
    "words" TEXT NULL,
    "concurrence" TEXT NULL,
    CONSTRAINT "FK_decision_draft_draft_id" FOREIGN KEY ("draft_id") REFERENCES "draft" ("id") ON DELETE RESTRICT
);

CREATE TABLE "draft_attachment" (
    "draft_id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "octets" BLOB NOT NULL,
    CONSTRAINT "PK_draft_attachment" PRIMARY KEY ("draft_id", "sha256"),
    CONSTRAINT "FK_draft_attachment_draft_draft_id" FOREIGN KEY ("draft_id") REFERENCES "draft" ("id") ON DELETE CASCADE
);

CREATE TABLE "draft_comment" (
    "id" TEXT NOT NULL CONSTRAINT "PK_draft_comment" PRIMARY KEY,
    "draft_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "field" TEXT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "label_id" INTEGER NULL,
    "by" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "resolved_by" TEXT NULL,
    "resolved_at" INTEGER NULL,
    CONSTRAINT "FK_draft_comment_draft_draft_id" FOREIGN KEY ("draft_id") REFERENCES "draft" ("id") ON DELETE CASCADE
);

CREATE TABLE "message_version" (
    "draft_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "content" BLOB NOT NULL,
    "label_id" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "last_editor" TEXT NOT NULL,
    "last_editor_name" TEXT NOT NULL,
    "precedence_by" TEXT NULL,
    "rule" TEXT NULL,
    "submitted_at" INTEGER NOT NULL,
    CONSTRAINT "PK_message_version" PRIMARY KEY ("draft_id", "number"),
    CONSTRAINT "FK_message_version_draft_draft_id" FOREIGN KEY ("draft_id") REFERENCES "draft" ("id") ON DELETE RESTRICT
);

CREATE TABLE "release" (
    "number" INTEGER NOT NULL CONSTRAINT "PK_release" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "draft_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "role_id" INTEGER NOT NULL,
    "message_id" TEXT NOT NULL,
    "drafter" TEXT NOT NULL,
    "drafter_name" TEXT NOT NULL,
    "releaser" TEXT NOT NULL,
    "releaser_name" TEXT NOT NULL,
    "on_behalf_of" TEXT NULL,
    "by_one_person" INTEGER NOT NULL,
    "leaves_at" INTEGER NOT NULL,
    "released_at" INTEGER NOT NULL,
    "approval" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "label_id" INTEGER NOT NULL,
    "urgency" INTEGER NOT NULL,
    "dtg" INTEGER NOT NULL,
    "failure" TEXT NULL,
    CONSTRAINT "AK_release_id" UNIQUE ("id"),
    CONSTRAINT "ck_release_two_persons" CHECK (drafter <> releaser OR by_one_person),
    CONSTRAINT "FK_release_draft_draft_id" FOREIGN KEY ("draft_id") REFERENCES "draft" ("id") ON DELETE RESTRICT
);

CREATE TABLE "review_stage" (
    "draft_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "order" INTEGER NOT NULL,
    "role_id" INTEGER NOT NULL,
    "needed" INTEGER NOT NULL,
    "concurred" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "budget_seconds" INTEGER NOT NULL,
    "opened_at" INTEGER NULL,
    "due_at" INTEGER NULL,
    "escalation" INTEGER NOT NULL,
    "taken_by" TEXT NULL,
    "taken_by_name" TEXT NULL,
    "urgency" INTEGER NOT NULL,
    "label_id" INTEGER NOT NULL,
    CONSTRAINT "PK_review_stage" PRIMARY KEY ("draft_id", "version", "number"),
    CONSTRAINT "FK_review_stage_draft_draft_id" FOREIGN KEY ("draft_id") REFERENCES "draft" ("id") ON DELETE RESTRICT,
    CONSTRAINT "FK_review_stage_role_mailbox_role_id" FOREIGN KEY ("role_id") REFERENCES "role_mailbox" ("id") ON DELETE RESTRICT
);

CREATE TABLE "version_view" (
    "person_id" TEXT NOT NULL,
    "draft_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "before" INTEGER NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "PK_version_view" PRIMARY KEY ("person_id", "draft_id"),
    CONSTRAINT "FK_version_view_draft_draft_id" FOREIGN KEY ("draft_id") REFERENCES "draft" ("id") ON DELETE CASCADE,
    CONSTRAINT "FK_version_view_person_person_id" FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE
);

CREATE TABLE "api_token" (
    "id" TEXT NOT NULL CONSTRAINT "PK_api_token" PRIMARY KEY,
    "person_id" TEXT NOT NULL,
    "membership_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" BLOB NOT NULL,
    "created_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "last_used_at" INTEGER NULL,
    "revoked_at" INTEGER NULL,
    CONSTRAINT "FK_api_token_membership_membership_id" FOREIGN KEY ("membership_id") REFERENCES "membership" ("id") ON DELETE CASCADE,
    CONSTRAINT "FK_api_token_person_person_id" FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE
);

CREATE TABLE "draft_mention" (
    "comment_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "role_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "read_at" INTEGER NULL,
    CONSTRAINT "PK_draft_mention" PRIMARY KEY ("comment_id", "person_id"),
    CONSTRAINT "FK_draft_mention_draft_comment_comment_id" FOREIGN KEY ("comment_id") REFERENCES "draft_comment" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "ux_address_list_organisation_name" ON "address_list" ("organisation_id", "name");

CREATE INDEX "IX_address_list_member_member_list_id" ON "address_list_member" ("member_list_id");

CREATE INDEX "ix_api_token_membership" ON "api_token" ("membership_id");

CREATE INDEX "ix_api_token_person" ON "api_token" ("person_id", "created_at" DESC);

CREATE UNIQUE INDEX "ux_api_token_secret_hash" ON "api_token" ("secret_hash");

CREATE INDEX "ix_audit_address_name" ON "audit_address" ("name", "at", "seq", "stream");

CREATE INDEX "ix_audit_entry_actor" ON "audit_entry" ("actor", "at", "seq", "stream");

CREATE INDEX "ix_audit_entry_at" ON "audit_entry" ("at", "seq", "stream");

CREATE INDEX "ix_audit_entry_correlation" ON "audit_entry" ("correlation", "at", "seq", "stream");

CREATE INDEX "ix_audit_entry_envelope" ON "audit_entry" ("envelope_id", "at", "seq", "stream");

CREATE INDEX "ix_audit_entry_message" ON "audit_entry" ("message_id", "at", "seq", "stream");

CREATE INDEX "ix_break_glass_organisation" ON "break_glass" ("organisation_id", "at");

CREATE INDEX "ix_decision_draft" ON "decision" ("draft_id", "id");

CREATE INDEX "ix_draft_due" ON "draft" ("state", "escalation", "due_at");

CREATE INDEX "ix_draft_held" ON "draft" ("state", "held_until");

CREATE INDEX "ix_draft_release_queue" ON "draft" ("role_id", "state", "urgency" DESC, "due_at", "id");

CREATE INDEX "ix_draft_role_state_updated" ON "draft" ("role_id", "state", "updated_at");

CREATE INDEX "ix_draft_comment_draft_at" ON "draft_comment" ("draft_id", "at");

CREATE INDEX "ix_draft_mention_unread" ON "draft_mention" ("person_id", "role_id", "read_at");

CREATE INDEX "ix_inbox_received" ON "inbox" ("received_at");

CREATE INDEX "ix_inbox_role_arrival" ON "inbox" ("role_id", "id" DESC);

CREATE INDEX "ix_inbox_role_expiry" ON "inbox" ("role_id", "expires_at", "id") WHERE expires_at IS NOT NULL;

CREATE INDEX "IX_inbox_stored_message_id" ON "inbox" ("stored_message_id");

CREATE INDEX "ix_inbox_to_index" ON "inbox" ("id") WHERE NOT indexed;

CREATE INDEX "ix_inbox_unread" ON "inbox" ("role_id", "label_id") WHERE first_read_at IS NULL AND removed_at IS NULL;

CREATE UNIQUE INDEX "ux_inbox_role_message_content" ON "inbox" ("role_id", "message_id", "content_sha256");

CREATE UNIQUE INDEX "ux_label_key" ON "label" ("key");

CREATE INDEX "ix_membership_granted_by" ON "membership" ("granted_by");

CREATE INDEX "ix_membership_role" ON "membership" ("role_id");

CREATE UNIQUE INDEX "ux_membership_person_role_function" ON "membership" ("person_id", "role_id", "function");

CREATE INDEX "ix_minimize_organisation_until" ON "minimize" ("organisation_id", "until");

CREATE UNIQUE INDEX "ux_organisation_domain" ON "organisation" ("domain");

CREATE INDEX "ix_outbox_claim" ON "outbox" ("state", "urgency" DESC, "id");

CREATE INDEX "ix_outbox_release" ON "outbox" ("release_id");

CREATE UNIQUE INDEX "ux_outbox_envelope_id" ON "outbox" ("envelope_id");

CREATE INDEX "EmailIndex" ON "person" ("normalized_email");

CREATE INDEX "ix_person_address" ON "person" ("address");

CREATE INDEX "IX_person_organisation_id" ON "person" ("organisation_id");

CREATE UNIQUE INDEX "UserNameIndex" ON "person" ("normalized_user_name");

CREATE INDEX "IX_person_claim_user_id" ON "person_claim" ("user_id");

CREATE INDEX "IX_person_login_user_id" ON "person_login" ("user_id");

CREATE INDEX "ix_person_passkey_person" ON "person_passkey" ("user_id");

CREATE INDEX "ix_release_role_number" ON "release" ("role_id", "number");

CREATE UNIQUE INDEX "ux_release_draft_version" ON "release" ("draft_id", "version");

CREATE UNIQUE INDEX "ux_release_message_id" ON "release" ("message_id");

CREATE INDEX "ix_review_stage_due" ON "review_stage" ("state", "escalation", "due_at");

CREATE INDEX "ix_review_stage_queue" ON "review_stage" ("role_id", "state", "urgency" DESC, "due_at", "draft_id");

CREATE INDEX "ix_rights_proposal_state" ON "rights_proposal" ("state", "proposed_at");

CREATE INDEX "ix_role_mailbox_organisation" ON "role_mailbox" ("organisation_id");

CREATE INDEX "ix_role_mailbox_unit" ON "role_mailbox" ("unit_id");

CREATE UNIQUE INDEX "ux_role_mailbox_address" ON "role_mailbox" ("address");

CREATE INDEX "ix_role_rule_role" ON "role_rule" ("role_id");

CREATE UNIQUE INDEX "ux_role_rule" ON "role_rule" ("organisation_id", "provided_by", "claim_type", "claim_value", "role_id", "function");

CREATE INDEX "ix_session_last_seen" ON "session" ("last_seen_at");

CREATE INDEX "ix_session_person" ON "session" ("person_id", "last_seen_at" DESC);

CREATE INDEX "IX_set_aside_role_id" ON "set_aside" ("role_id");

CREATE INDEX "ix_set_aside_waiting" ON "set_aside" ("settled_at", "id");

CREATE UNIQUE INDEX "ux_set_aside_item" ON "set_aside" ("work", "item", "role_id");

CREATE INDEX "IX_stray_report_stored_message_id" ON "stray_report" ("stored_message_id");

CREATE INDEX "ix_stray_report_waiting" ON "stray_report" ("settled_at", "id");

CREATE UNIQUE INDEX "ux_stray_report_role_content" ON "stray_report" ("role_id", "content_sha256");

CREATE INDEX "ix_supersession_role_obsolete" ON "supersession" ("role_id", "obsolete");

CREATE INDEX "ix_template_organisation_name" ON "template" ("organisation_id", "name");

CREATE INDEX "ix_template_role" ON "template" ("role_id");

CREATE INDEX "ix_tracking_release" ON "tracking" ("release_id");

CREATE UNIQUE INDEX "ux_tracking_envelope_address" ON "tracking" ("envelope_id", "address");

CREATE UNIQUE INDEX "ux_tracking_event_content" ON "tracking_event" ("tracking_id", "content_key");

CREATE INDEX "IX_unit_parent_id" ON "unit" ("parent_id");

CREATE UNIQUE INDEX "ux_unit_parent_name" ON "unit" ("organisation_id", "parent_id", "name");

CREATE INDEX "IX_version_view_draft_id" ON "version_view" ("draft_id");

CREATE VIRTUAL TABLE inbox_words USING fts5(rights, subject, sender, facts, body, content='', tokenize='unicode61 remove_diacritics 0');

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130154611_Initial', '10.0.15');

COMMIT;

BEGIN TRANSACTION;
ALTER TABLE "message_version" ADD "writers" TEXT NOT NULL DEFAULT '';

ALTER TABLE "draft" ADD "writers" TEXT NOT NULL DEFAULT '';

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130214417_Writers', '10.0.15');

COMMIT;

BEGIN TRANSACTION;
ALTER TABLE "tracking_event" ADD "confirmed" INTEGER NOT NULL DEFAULT 1;

ALTER TABLE "tracking_event" ADD "receipt" INTEGER NULL;

UPDATE tracking_event SET receipt = CASE
    WHEN text LIKE 'receipt: displayed%' THEN 2
    WHEN text LIKE 'receipt: deleted unread%' THEN 3
    WHEN text LIKE 'receipt: sent on%' THEN 4
    WHEN text LIKE 'receipt: processed by a rule%' THEN 5
    WHEN text LIKE 'receipt: declined%' THEN 6
    WHEN text LIKE 'receipt: no proper receipt could be made%' THEN 7
    END
WHERE text LIKE 'receipt: %';

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130221705_ConfirmedReports', '10.0.15');

COMMIT;

INSERT INTO "audit_address" ("stream", "seq", "name", "at") VALUES ('portal-1', 0, '@hq.example', 1795449600007);
INSERT INTO "audit_address" ("stream", "seq", "name", "at") VALUES ('portal-1', 0, 'j3@hq.example', 1795449600007);
INSERT INTO "audit_address" ("stream", "seq", "name", "at") VALUES ('portal-1', 1, '@hq.example', 1795449600007);
INSERT INTO "audit_address" ("stream", "seq", "name", "at") VALUES ('portal-1', 1, 'j3@hq.example', 1795449600007);
INSERT INTO "audit_address" ("stream", "seq", "name", "at") VALUES ('portal-1', 2, '@hq.example', 1795449600007);
INSERT INTO "audit_address" ("stream", "seq", "name", "at") VALUES ('portal-1', 2, 'j3@hq.example', 1795449600007);
INSERT INTO "audit_address" ("stream", "seq", "name", "at") VALUES ('portal-1', 3, '@hq.example', 1795449600007);
INSERT INTO "audit_address" ("stream", "seq", "name", "at") VALUES ('portal-1', 3, 'j3@hq.example', 1795449600007);
INSERT INTO "audit_address" ("stream", "seq", "name", "at") VALUES ('portal-1', 4, '@hq.example', 1795449600007);
INSERT INTO "audit_address" ("stream", "seq", "name", "at") VALUES ('portal-1', 4, 'j3@hq.example', 1795449600007);
INSERT INTO "audit_checkpoint" ("stream", "number", "size", "text", "signature") VALUES ('portal-1', 0, 5, 'mmhs-audit-checkpoint/v1
stream: portal-1
size: 5
root: S8h5bJ4/drDnXgBYyXschC+eWZCfFsluU9TfrnyGUVI=
chain: 4DNb3f2FrSttlSBvNv3uzWe+I+9U9P01cPnddBlSMn8=
first: 0
time: 2026-11-23T16:00:00Z
prev: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
key: 0123456789abcdef
', X'EB7E12E284867D9877F931741126E93C7C5C3AEFEFE198E16E63355F110169A4F16BF643B704C57D8F82618C113B01C7EA6F570B7A8722762CBE46D4F378F4C2');
INSERT INTO "audit_entry" ("stream", "seq", "canon", "entry_hash", "chain_hash", "at", "event_type", "outcome", "actor", "message_id", "envelope_id", "correlation") VALUES ('portal-1', 0, X'7B226163746F72223A226163746F722D30222C22636F7272656C6174696F6E223A226974656D2D31222C2264617461223A7B22617574686F72697A696E675573657273223A6E756C6C2C22626363526563697069656E7473223A6E756C6C2C22636F7079507265636564656E6365223A6E756C6C2C22636F7079526563697069656E7473223A6E756C6C2C22636F756E74223A332C2264736E4E6F74696679223A6E756C6C2C2265787441757468496E666F223A6E756C6C2C22696E636F6D706C657465436F7079223A6E756C6C2C226C6162656C73223A6E756C6C2C226D646E52657175657374223A6E756C6C2C226D65737361676554797065223A6E756C6C2C226E6F7465223A224772C3BCC39F65205C7530303031222C226E7252656365697074223A6E756C6C2C227072696D617279507265636564656E6365223A6E756C6C2C227072696D617279526563697069656E7473223A6E756C6C2C22726563697069656E7473223A6E756C6C2C2272656C65617365223A6E756C6C2C227265706C79223A6E756C6C7D2C22656E764964223A22452D30222C226576656E7454797065223A225355424D4954222C226D6D4964223A226D304068712E6578616D706C65222C226F7574636F6D65223A226F6B222C22726F6C65223A226A334068712E6578616D706C65222C22736571223A302C2273747265616D223A22706F7274616C2D31222C227473223A22323032362D31312D32335431363A30303A30302E3030375A222C2276223A317D', X'876C9C1EBC413FDAF8F0986308FF1D37B0B0235A080C56D7220D4B66DB151649', X'4608CA5BA9CCAB6FC71CCE5F68E30128B9602963E1EEAC2FFB31452FB95CA6E9', 1795449600007, 'SUBMIT', 'ok', 'actor-0', 'm0@hq.example', 'E-0', 'item-1');
INSERT INTO "audit_entry" ("stream", "seq", "canon", "entry_hash", "chain_hash", "at", "event_type", "outcome", "actor", "message_id", "envelope_id", "correlation") VALUES ('portal-1', 1, X'7B226163746F72223A226163746F722D31222C22636F7272656C6174696F6E223A226974656D2D31222C2264617461223A7B22617574686F72697A696E675573657273223A6E756C6C2C22626363526563697069656E7473223A6E756C6C2C22636F7079507265636564656E6365223A6E756C6C2C22636F7079526563697069656E7473223A6E756C6C2C22636F756E74223A332C2264736E4E6F74696679223A6E756C6C2C2265787441757468496E666F223A6E756C6C2C22696E636F6D706C657465436F7079223A6E756C6C2C226C6162656C73223A6E756C6C2C226D646E52657175657374223A6E756C6C2C226D65737361676554797065223A6E756C6C2C226E6F7465223A224772C3BCC39F65205C7530303031222C226E7252656365697074223A6E756C6C2C227072696D617279507265636564656E6365223A6E756C6C2C227072696D617279526563697069656E7473223A6E756C6C2C22726563697069656E7473223A6E756C6C2C2272656C65617365223A6E756C6C2C227265706C79223A6E756C6C7D2C22656E764964223A22452D31222C226576656E7454797065223A225355424D4954222C226D6D4964223A226D314068712E6578616D706C65222C226F7574636F6D65223A226F6B222C22726F6C65223A226A334068712E6578616D706C65222C22736571223A312C2273747265616D223A22706F7274616C2D31222C227473223A22323032362D31312D32335431363A30303A30302E3030375A222C2276223A317D', X'852BB30C13D0A37D6191BB8FF6B8805120F71B4AFEBD5D238E06020D87F7F154', X'85AF0F6126D0B3E6091CD84D7C5AD3F71A45BB0F07161158509291EE7DF37CDB', 1795449600007, 'SUBMIT', 'ok', 'actor-1', 'm1@hq.example', 'E-1', 'item-1');
INSERT INTO "audit_entry" ("stream", "seq", "canon", "entry_hash", "chain_hash", "at", "event_type", "outcome", "actor", "message_id", "envelope_id", "correlation") VALUES ('portal-1', 2, X'7B226163746F72223A226163746F722D32222C22636F7272656C6174696F6E223A226974656D2D31222C2264617461223A7B22617574686F72697A696E675573657273223A6E756C6C2C22626363526563697069656E7473223A6E756C6C2C22636F7079507265636564656E6365223A6E756C6C2C22636F7079526563697069656E7473223A6E756C6C2C22636F756E74223A332C2264736E4E6F74696679223A6E756C6C2C2265787441757468496E666F223A6E756C6C2C22696E636F6D706C657465436F7079223A6E756C6C2C226C6162656C73223A6E756C6C2C226D646E52657175657374223A6E756C6C2C226D65737361676554797065223A6E756C6C2C226E6F7465223A224772C3BCC39F65205C7530303031222C226E7252656365697074223A6E756C6C2C227072696D617279507265636564656E6365223A6E756C6C2C227072696D617279526563697069656E7473223A6E756C6C2C22726563697069656E7473223A6E756C6C2C2272656C65617365223A6E756C6C2C227265706C79223A6E756C6C7D2C22656E764964223A22452D32222C226576656E7454797065223A225355424D4954222C226D6D4964223A226D324068712E6578616D706C65222C226F7574636F6D65223A226F6B222C22726F6C65223A226A334068712E6578616D706C65222C22736571223A322C2273747265616D223A22706F7274616C2D31222C227473223A22323032362D31312D32335431363A30303A30302E3030375A222C2276223A317D', X'3DFD56FA825EE38E3468C69490F664A6C9CE77BB91C7480C1F756EE12FB53819', X'F3530CA28918DE357D981DC07424533460AB694279CEF31D34270C40BCE3826F', 1795449600007, 'SUBMIT', 'ok', 'actor-2', 'm2@hq.example', 'E-2', 'item-1');
INSERT INTO "audit_entry" ("stream", "seq", "canon", "entry_hash", "chain_hash", "at", "event_type", "outcome", "actor", "message_id", "envelope_id", "correlation") VALUES ('portal-1', 3, X'7B226163746F72223A226163746F722D33222C22636F7272656C6174696F6E223A226974656D2D31222C2264617461223A7B22617574686F72697A696E675573657273223A6E756C6C2C22626363526563697069656E7473223A6E756C6C2C22636F7079507265636564656E6365223A6E756C6C2C22636F7079526563697069656E7473223A6E756C6C2C22636F756E74223A332C2264736E4E6F74696679223A6E756C6C2C2265787441757468496E666F223A6E756C6C2C22696E636F6D706C657465436F7079223A6E756C6C2C226C6162656C73223A6E756C6C2C226D646E52657175657374223A6E756C6C2C226D65737361676554797065223A6E756C6C2C226E6F7465223A224772C3BCC39F65205C7530303031222C226E7252656365697074223A6E756C6C2C227072696D617279507265636564656E6365223A6E756C6C2C227072696D617279526563697069656E7473223A6E756C6C2C22726563697069656E7473223A6E756C6C2C2272656C65617365223A6E756C6C2C227265706C79223A6E756C6C7D2C22656E764964223A22452D33222C226576656E7454797065223A225355424D4954222C226D6D4964223A226D334068712E6578616D706C65222C226F7574636F6D65223A226F6B222C22726F6C65223A226A334068712E6578616D706C65222C22736571223A332C2273747265616D223A22706F7274616C2D31222C227473223A22323032362D31312D32335431363A30303A30302E3030375A222C2276223A317D', X'DAD585CD0141D60AAEB6D5102D0CFD94BA647FB0B7735296978FE9B4725C1F87', X'5114A78E77BF3DB9BE80768AF8F14871A25D0AA34B891BFE39CD2FD1C167AF7D', 1795449600007, 'SUBMIT', 'ok', 'actor-3', 'm3@hq.example', 'E-3', 'item-1');
INSERT INTO "audit_entry" ("stream", "seq", "canon", "entry_hash", "chain_hash", "at", "event_type", "outcome", "actor", "message_id", "envelope_id", "correlation") VALUES ('portal-1', 4, X'7B226163746F72223A226163746F722D34222C22636F7272656C6174696F6E223A226974656D2D31222C2264617461223A7B22617574686F72697A696E675573657273223A6E756C6C2C22626363526563697069656E7473223A6E756C6C2C22636F7079507265636564656E6365223A6E756C6C2C22636F7079526563697069656E7473223A6E756C6C2C22636F756E74223A332C2264736E4E6F74696679223A6E756C6C2C2265787441757468496E666F223A6E756C6C2C22696E636F6D706C657465436F7079223A6E756C6C2C226C6162656C73223A6E756C6C2C226D646E52657175657374223A6E756C6C2C226D65737361676554797065223A6E756C6C2C226E6F7465223A224772C3BCC39F65205C7530303031222C226E7252656365697074223A6E756C6C2C227072696D617279507265636564656E6365223A6E756C6C2C227072696D617279526563697069656E7473223A6E756C6C2C22726563697069656E7473223A6E756C6C2C2272656C65617365223A6E756C6C2C227265706C79223A6E756C6C7D2C22656E764964223A22452D34222C226576656E7454797065223A225355424D4954222C226D6D4964223A226D344068712E6578616D706C65222C226F7574636F6D65223A226F6B222C22726F6C65223A226A334068712E6578616D706C65222C22736571223A342C2273747265616D223A22706F7274616C2D31222C227473223A22323032362D31312D32335431363A30303A30302E3030375A222C2276223A317D', X'4C4CC08D06EC65D2223D5CA29190E594E1F9B3D87DC8AC2B9E8E31DCFA091A66', X'E0335BDDFD85AD2B6D95206F36FDEECD67BE23EF54F4FD3570F9DD741952327F', 1795449600007, 'SUBMIT', 'ok', 'actor-4', 'm4@hq.example', 'E-4', 'item-1');
INSERT INTO "audit_stream" ("stream", "size", "chain", "frontier") VALUES ('portal-1', 5, X'E0335BDDFD85AD2B6D95206F36FDEECD67BE23EF54F4FD3570F9DD741952327F', X'512BCE8528FC34251CC5751E2C447BB118A93025500B1080457484BC1DF58B834C4CC08D06EC65D2223D5CA29190E594E1F9B3D87DC8AC2B9E8E31DCFA091A66');
INSERT INTO "draft" ("id", "role_id", "state", "version", "form", "subject", "label_id", "origin_label_id", "urgency", "last_editor", "last_editor_name", "created_at", "updated_at", "submitted_at", "due_at", "escalation", "taken_by", "taken_by_name", "held_until", "held_reason", "held_by", "return_reason", "returned_by", "revision", "locked_by", "locked_by_name", "locked_since", "locked_until", "template_id", "template_name", "locked_fields", "required_fields", "writers") VALUES ('0193C5A0-0000-7000-8000-000000000001', 1, 'Released', 1, '{}', 'subject', 1, NULL, 3, 'drafter', '', 1795449600000, 1795449600000, 1795449600000, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '');
INSERT INTO "inbox" ("id", "role_id", "message_id", "content_sha256", "received_as", "urgency", "label_id", "from", "subject", "subject_indicator_codes", "dtg", "received_at", "signature", "label_status", "stored_message_id", "from_address", "expires_at", "obsoleted_by", "reverse_path", "receipt", "receipt_at", "receipt_by", "first_read_at", "first_read_by", "removed_at", "removed_by", "indexed") VALUES (1, 1, '9fb7ae92cd744cec8c484c702f371551@else.example', '0000000000000000000000000000000000000000000000000000000000000000', 0, 0, 1, 'command@else.example', '', '', NULL, 1795449600000, 0, 0, '0193C5A0-0000-7000-8000-000000000002', '', NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0);
INSERT INTO "label" ("id", "key") VALUES (1, '1.2.3;0;-');
INSERT INTO "message_version" ("draft_id", "number", "content", "label_id", "content_hash", "last_editor", "last_editor_name", "precedence_by", "rule", "submitted_at", "writers") VALUES ('0193C5A0-0000-7000-8000-000000000001', 1, X'7B22616374696F6E507265636564656E6365223A332C226174746163686D656E7473223A5B5D2C22626363223A5B5D2C226363223A5B5D2C2264656C69766572795265706F727473223A747275652C22647467223A6E756C6C2C2266726F6D223A7B2261646472657373223A226A334068712E6578616D706C65222C226E616D65223A224F7065726174696F6E73227D2C22696E666F726D6174696F6E507265636564656E6365223A6E756C6C2C226C6162656C223A22312E322E333B343B2D222C226D65737361676554797065223A6E756C6C2C226D657373616765547970654964656E746966696572223A6E756C6C2C2273696373223A5B5D2C227375626A656374223A22425249444745222C2274657874223A225448452042524944474520495320434C4F5345442E222C22746F223A5B7B2261646472657373223A226A33406264652E6578616D706C65222C226E616D65223A224F7065726174696F6E73227D5D2C2276223A317D', 1, 'b45b6014f4678d009bc5a51af493fcdbf4c25e3fdb18b7ad312a800aab28e787', 'drafter', 'Drafter', NULL, NULL, 1795449600000, 'drafter');
INSERT INTO "organisation" ("id", "name", "domain", "clearances") VALUES (1, 'Headquarters', 'hq.example', '');
INSERT INTO "outbox" ("id", "release_id", "work", "state", "urgency", "due_at", "leased_until", "fence", "attempts", "copy", "envelope_id", "recipients", "stored_message_id", "last_reply") VALUES (1, '6C6A4899-6353-4B83-9C9C-87FCA04A7858', 1, 0, 3, 1795449600000, 0, 0, 0, 0, '45f78ea64b2c49118eb7d696d830a7d7', NULL, NULL, NULL);
INSERT INTO "role_mailbox" ("id", "organisation_id", "name", "address", "unit_id", "deactivated_at") VALUES (1, 1, 'Operations', 'j3@hq.example', NULL, NULL);
INSERT INTO "stored_message" ("id", "octets", "stored_at") VALUES ('0193C5A0-0000-7000-8000-000000000002', X'3C6C6174654068712E6578616D706C653E', 1795449600000);
