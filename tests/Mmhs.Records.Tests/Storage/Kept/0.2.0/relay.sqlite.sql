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

CREATE TABLE "queue_message" (
    "id" TEXT NOT NULL CONSTRAINT "PK_queue_message" PRIMARY KEY,
    "state" INTEGER NOT NULL,
    "handled_as" INTEGER NOT NULL,
    "priority" INTEGER NOT NULL,
    "priority_given" INTEGER NOT NULL,
    "arrived_at" INTEGER NOT NULL,
    "due_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "deliver_by" INTEGER NULL,
    "return_when_late" INTEGER NOT NULL,
    "trace_delivery" INTEGER NOT NULL,
    "late_told" INTEGER NOT NULL,
    "held_until" INTEGER NULL,
    "hold_request" TEXT NULL,
    "fence" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "reverse_path" TEXT NULL,
    "envelope_id" TEXT NULL,
    "message_id" TEXT NULL,
    "return" TEXT NULL,
    "body" TEXT NULL,
    "authenticated_as" TEXT NULL,
    "submitted_at" INTEGER NOT NULL,
    "size" INTEGER NOT NULL
);

CREATE TABLE "queue_body" (
    "id" TEXT NOT NULL CONSTRAINT "PK_queue_body" PRIMARY KEY,
    "octets" BLOB NOT NULL,
    CONSTRAINT "FK_queue_body_queue_message_id" FOREIGN KEY ("id") REFERENCES "queue_message" ("id") ON DELETE CASCADE
);

CREATE TABLE "queue_recipient" (
    "message_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "forward_path" TEXT NOT NULL,
    "notify" INTEGER NULL,
    "original_recipient" TEXT NULL,
    "last_reply" TEXT NULL,
    CONSTRAINT "PK_queue_recipient" PRIMARY KEY ("message_id", "number"),
    CONSTRAINT "FK_queue_recipient_queue_message_message_id" FOREIGN KEY ("message_id") REFERENCES "queue_message" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_audit_address_name" ON "audit_address" ("name", "at", "seq", "stream");

CREATE INDEX "ix_audit_entry_actor" ON "audit_entry" ("actor", "at", "seq", "stream");

CREATE INDEX "ix_audit_entry_at" ON "audit_entry" ("at", "seq", "stream");

CREATE INDEX "ix_audit_entry_correlation" ON "audit_entry" ("correlation", "at", "seq", "stream");

CREATE INDEX "ix_audit_entry_envelope" ON "audit_entry" ("envelope_id", "at", "seq", "stream");

CREATE INDEX "ix_audit_entry_message" ON "audit_entry" ("message_id", "at", "seq", "stream");

CREATE INDEX "ix_queue_message_claim" ON "queue_message" ("state", "handled_as" DESC, "arrived_at", "id");

CREATE INDEX "ix_queue_message_due" ON "queue_message" ("state", "due_at");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130153426_Initial', '10.0.15');

COMMIT;

BEGIN TRANSACTION;
CREATE TABLE "hand_over" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_hand_over" PRIMARY KEY AUTOINCREMENT,
    "envelope_id" TEXT NULL,
    "message_id" TEXT NULL,
    "recipient" TEXT NOT NULL,
    "original_recipient" TEXT NULL,
    "hop_address" TEXT NOT NULL,
    "hop_name" TEXT NULL,
    "reply" TEXT NOT NULL,
    "at" INTEGER NOT NULL
);

CREATE INDEX "ix_hand_over_at" ON "hand_over" ("at");

CREATE INDEX "ix_hand_over_envelope" ON "hand_over" ("envelope_id", "hop_address");

CREATE INDEX "ix_hand_over_message" ON "hand_over" ("message_id", "hop_address");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130221645_HandOvers', '10.0.15');

COMMIT;

INSERT INTO "queue_message" ("id", "state", "handled_as", "priority", "priority_given", "arrived_at", "due_at", "expires_at", "deliver_by", "return_when_late", "trace_delivery", "late_told", "held_until", "hold_request", "fence", "attempts", "reverse_path", "envelope_id", "message_id", "return", "body", "authenticated_as", "submitted_at", "size") VALUES ('0193C5A0-0000-7000-8000-000000000003', 0, 4, 4, 0, 1795449600000, 1795449600000, 1795453200000, NULL, 0, 0, 0, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, -62135596800000, 0);
