using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Portal
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_checkpoint",
                columns: table => new
                {
                    stream = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    signature = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_checkpoint", x => new { x.stream, x.number });
                });

            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    stream = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    canon = table.Column<byte[]>(type: "BLOB", nullable: false),
                    entry_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    chain_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    event_type = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    actor = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    message_id = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    envelope_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    correlation = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => new { x.stream, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "audit_stream",
                columns: table => new
                {
                    stream = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    chain = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    frontier = table.Column<byte[]>(type: "BLOB", maxLength: 2048, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_stream", x => x.stream);
                });

            migrationBuilder.CreateTable(
                name: "label",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    key = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_label", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "organisation",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    domain = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    clearances = table.Column<string>(type: "TEXT", maxLength: 8000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    release_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    work = table.Column<short>(type: "INTEGER", nullable: false),
                    state = table.Column<short>(type: "INTEGER", nullable: false),
                    urgency = table.Column<short>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    leased_until = table.Column<long>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    copy = table.Column<int>(type: "INTEGER", nullable: false),
                    envelope_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    recipients = table.Column<string>(type: "TEXT", nullable: true),
                    stored_message_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    last_reply = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "stored_message",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    octets = table.Column<byte[]>(type: "BLOB", nullable: false),
                    stored_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stored_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tracking",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    release_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    envelope_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    display_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    addressed_as = table.Column<short>(type: "INTEGER", nullable: false),
                    state = table.Column<short>(type: "INTEGER", nullable: false),
                    submitted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    relayed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    delivered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    failed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tracking", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    display_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    organisation_id = table.Column<int>(type: "INTEGER", nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    clearances = table.Column<string>(type: "TEXT", maxLength: 8000, nullable: false),
                    user_name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    normalized_user_name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    security_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    lockout_end = table.Column<long>(type: "INTEGER", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    access_failed_count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person", x => x.id);
                    table.ForeignKey(
                        name: "FK_person_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "role_mailbox",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    organisation_id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_mailbox", x => x.id);
                    table.ForeignKey(
                        name: "FK_role_mailbox_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tracking_event",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tracking_id = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    reported = table.Column<short>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    report_id = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    stored_message_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tracking_event", x => x.id);
                    table.ForeignKey(
                        name: "FK_tracking_event_tracking_tracking_id",
                        column: x => x.tracking_id,
                        principalTable: "tracking",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "person_claim",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    claim_type = table.Column<string>(type: "TEXT", nullable: true),
                    claim_value = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_claim", x => x.id);
                    table.ForeignKey(
                        name: "FK_person_claim_person_user_id",
                        column: x => x.user_id,
                        principalTable: "person",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person_login",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "TEXT", nullable: false),
                    provider_key = table.Column<string>(type: "TEXT", nullable: false),
                    provider_display_name = table.Column<string>(type: "TEXT", nullable: true),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_login", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "FK_person_login_person_user_id",
                        column: x => x.user_id,
                        principalTable: "person",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person_token",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    login_provider = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_token", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "FK_person_token_person_user_id",
                        column: x => x.user_id,
                        principalTable: "person",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "draft",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role_id = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    form = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    label_id = table.Column<int>(type: "INTEGER", nullable: true),
                    urgency = table.Column<short>(type: "INTEGER", nullable: false),
                    last_editor = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    submitted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    return_reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    returned_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_draft", x => x.id);
                    table.ForeignKey(
                        name: "FK_draft_role_mailbox_role_id",
                        column: x => x.role_id,
                        principalTable: "role_mailbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    role_id = table.Column<int>(type: "INTEGER", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    body_sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    received_as = table.Column<short>(type: "INTEGER", nullable: false),
                    urgency = table.Column<short>(type: "INTEGER", nullable: false),
                    label_id = table.Column<int>(type: "INTEGER", nullable: false),
                    from = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    subject_indicator_codes = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    dtg = table.Column<long>(type: "INTEGER", nullable: true),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    signature = table.Column<short>(type: "INTEGER", nullable: false),
                    label_status = table.Column<short>(type: "INTEGER", nullable: false),
                    stored_message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    first_read_at = table.Column<long>(type: "INTEGER", nullable: true),
                    first_read_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox", x => x.id);
                    table.ForeignKey(
                        name: "FK_inbox_role_mailbox_role_id",
                        column: x => x.role_id,
                        principalTable: "role_mailbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_inbox_stored_message_stored_message_id",
                        column: x => x.stored_message_id,
                        principalTable: "stored_message",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "membership",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role_id = table.Column<int>(type: "INTEGER", nullable: false),
                    function = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_membership", x => x.id);
                    table.ForeignKey(
                        name: "FK_membership_person_person_id",
                        column: x => x.person_id,
                        principalTable: "person",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_membership_role_mailbox_role_id",
                        column: x => x.role_id,
                        principalTable: "role_mailbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "draft_attachment",
                columns: table => new
                {
                    draft_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    octets = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_draft_attachment", x => new { x.draft_id, x.sha256 });
                    table.ForeignKey(
                        name: "FK_draft_attachment_draft_draft_id",
                        column: x => x.draft_id,
                        principalTable: "draft",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "message_version",
                columns: table => new
                {
                    draft_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    form = table.Column<string>(type: "TEXT", nullable: false),
                    content_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    last_editor = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    submitted_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message_version", x => new { x.draft_id, x.number });
                    table.ForeignKey(
                        name: "FK_message_version_draft_draft_id",
                        column: x => x.draft_id,
                        principalTable: "draft",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "release",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    draft_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    role_id = table.Column<int>(type: "INTEGER", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", maxLength: 250, nullable: false),
                    drafter = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    releaser = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    released_at = table.Column<long>(type: "INTEGER", nullable: false),
                    approval = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    label_id = table.Column<int>(type: "INTEGER", nullable: false),
                    urgency = table.Column<short>(type: "INTEGER", nullable: false),
                    dtg = table.Column<long>(type: "INTEGER", nullable: false),
                    failure = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_release", x => x.number);
                    table.UniqueConstraint("AK_release_id", x => x.id);
                    table.CheckConstraint("ck_release_two_persons", "drafter <> releaser");
                    table.ForeignKey(
                        name: "FK_release_draft_draft_id",
                        column: x => x.draft_id,
                        principalTable: "draft",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_actor",
                table: "audit_entry",
                columns: new[] { "actor", "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_at",
                table: "audit_entry",
                columns: new[] { "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_correlation",
                table: "audit_entry",
                columns: new[] { "correlation", "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_envelope",
                table: "audit_entry",
                columns: new[] { "envelope_id", "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_message",
                table: "audit_entry",
                columns: new[] { "message_id", "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_draft_release_queue",
                table: "draft",
                columns: new[] { "role_id", "state", "urgency", "submitted_at", "id" },
                descending: new[] { false, false, true, false, false });

            migrationBuilder.CreateIndex(
                name: "ix_draft_role_state_updated",
                table: "draft",
                columns: new[] { "role_id", "state", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "ix_inbox_role_arrival",
                table: "inbox",
                columns: new[] { "role_id", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "IX_inbox_stored_message_id",
                table: "inbox",
                column: "stored_message_id");

            migrationBuilder.CreateIndex(
                name: "ux_inbox_role_message_body",
                table: "inbox",
                columns: new[] { "role_id", "message_id", "body_sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_label_key",
                table: "label",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_membership_role",
                table: "membership",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "ux_membership_person_role_function",
                table: "membership",
                columns: new[] { "person_id", "role_id", "function" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_organisation_domain",
                table: "organisation",
                column: "domain",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_claim",
                table: "outbox",
                columns: new[] { "state", "urgency", "id" },
                descending: new[] { false, true, false });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_release",
                table: "outbox",
                column: "release_id");

            migrationBuilder.CreateIndex(
                name: "ux_outbox_envelope_id",
                table: "outbox",
                column: "envelope_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "person",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "IX_person_organisation_id",
                table: "person",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "person",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_person_claim_user_id",
                table: "person_claim",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_person_login_user_id",
                table: "person_login",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_release_role_number",
                table: "release",
                columns: new[] { "role_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ux_release_draft_version",
                table: "release",
                columns: new[] { "draft_id", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_release_message_id",
                table: "release",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_role_mailbox_organisation",
                table: "role_mailbox",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ux_role_mailbox_address",
                table: "role_mailbox",
                column: "address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tracking_release",
                table: "tracking",
                column: "release_id");

            migrationBuilder.CreateIndex(
                name: "ux_tracking_envelope_address",
                table: "tracking",
                columns: new[] { "envelope_id", "address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_tracking_event_report",
                table: "tracking_event",
                columns: new[] { "tracking_id", "report_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_checkpoint");

            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "audit_stream");

            migrationBuilder.DropTable(
                name: "draft_attachment");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "label");

            migrationBuilder.DropTable(
                name: "membership");

            migrationBuilder.DropTable(
                name: "message_version");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "person_claim");

            migrationBuilder.DropTable(
                name: "person_login");

            migrationBuilder.DropTable(
                name: "person_token");

            migrationBuilder.DropTable(
                name: "release");

            migrationBuilder.DropTable(
                name: "tracking_event");

            migrationBuilder.DropTable(
                name: "stored_message");

            migrationBuilder.DropTable(
                name: "person");

            migrationBuilder.DropTable(
                name: "draft");

            migrationBuilder.DropTable(
                name: "tracking");

            migrationBuilder.DropTable(
                name: "role_mailbox");

            migrationBuilder.DropTable(
                name: "organisation");
        }
    }
}
