CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL,
    CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId")
);

START TRANSACTION;
CREATE TABLE audit_address (
    stream character varying(64) NOT NULL,
    seq bigint NOT NULL,
    name character varying(320) NOT NULL,
    at bigint NOT NULL,
    CONSTRAINT "PK_audit_address" PRIMARY KEY (stream, seq, name)
);

CREATE TABLE audit_checkpoint (
    stream character varying(64) NOT NULL,
    number bigint NOT NULL,
    size bigint NOT NULL,
    text character varying(1000) NOT NULL,
    signature bytea NOT NULL,
    CONSTRAINT "PK_audit_checkpoint" PRIMARY KEY (stream, number)
);

CREATE TABLE audit_entry (
    stream character varying(64) NOT NULL,
    seq bigint NOT NULL,
    canon bytea NOT NULL,
    entry_hash bytea NOT NULL,
    chain_hash bytea NOT NULL,
    at bigint NOT NULL,
    event_type character varying(32) NOT NULL,
    outcome character varying(8) NOT NULL,
    actor character varying(320),
    message_id character varying(400),
    envelope_id character varying(100),
    correlation character varying(64),
    CONSTRAINT "PK_audit_entry" PRIMARY KEY (stream, seq)
);

CREATE TABLE audit_stream (
    stream character varying(64) NOT NULL,
    size bigint NOT NULL,
    chain bytea NOT NULL,
    frontier bytea NOT NULL,
    CONSTRAINT "PK_audit_stream" PRIMARY KEY (stream)
);

CREATE TABLE queue_message (
    id uuid NOT NULL,
    state smallint NOT NULL,
    handled_as smallint NOT NULL,
    priority smallint NOT NULL,
    priority_given boolean NOT NULL,
    arrived_at bigint NOT NULL,
    due_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    deliver_by bigint,
    return_when_late boolean NOT NULL,
    trace_delivery boolean NOT NULL,
    late_told boolean NOT NULL,
    held_until bigint,
    hold_request character varying(40),
    fence bigint NOT NULL,
    attempts integer NOT NULL,
    reverse_path character varying(400),
    envelope_id character varying(100),
    message_id character varying(400),
    return character varying(4),
    body character varying(10),
    authenticated_as character varying(320),
    submitted_at bigint NOT NULL,
    size bigint NOT NULL,
    CONSTRAINT "PK_queue_message" PRIMARY KEY (id)
);

CREATE TABLE queue_body (
    id uuid NOT NULL,
    octets bytea NOT NULL,
    CONSTRAINT "PK_queue_body" PRIMARY KEY (id),
    CONSTRAINT "FK_queue_body_queue_message_id" FOREIGN KEY (id) REFERENCES queue_message (id) ON DELETE CASCADE
);

CREATE TABLE queue_recipient (
    message_id uuid NOT NULL,
    number integer NOT NULL,
    forward_path character varying(400) NOT NULL,
    notify integer,
    original_recipient character varying(500),
    last_reply character varying(2000),
    CONSTRAINT "PK_queue_recipient" PRIMARY KEY (message_id, number),
    CONSTRAINT "FK_queue_recipient_queue_message_message_id" FOREIGN KEY (message_id) REFERENCES queue_message (id) ON DELETE CASCADE
);

CREATE INDEX ix_audit_address_name ON audit_address (name, at, seq, stream);

CREATE INDEX ix_audit_entry_actor ON audit_entry (actor, at, seq, stream);

CREATE INDEX ix_audit_entry_at ON audit_entry (at, seq, stream);

CREATE INDEX ix_audit_entry_correlation ON audit_entry (correlation, at, seq, stream);

CREATE INDEX ix_audit_entry_envelope ON audit_entry (envelope_id, at, seq, stream);

CREATE INDEX ix_audit_entry_message ON audit_entry (message_id, at, seq, stream);

CREATE INDEX ix_queue_message_claim ON queue_message (state, handled_as DESC, arrived_at, id);

CREATE INDEX ix_queue_message_due ON queue_message (state, due_at);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130153446_Initial', '10.0.15');

COMMIT;

INSERT INTO "queue_message" ("id", "state", "handled_as", "priority", "priority_given", "arrived_at", "due_at", "expires_at", "deliver_by", "return_when_late", "trace_delivery", "late_told", "held_until", "hold_request", "fence", "attempts", "reverse_path", "envelope_id", "message_id", "return", "body", "authenticated_as", "submitted_at", "size") VALUES ('0193c5a0-0000-7000-8000-000000000003', 0, 4, 4, FALSE, 1795449600000, 1795449600000, 1795453200000, NULL, FALSE, FALSE, FALSE, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, -62135596800000, 0);
