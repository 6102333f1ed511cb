using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Mmhs.Migrations.PostgreSql.Portal
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_address",
                columns: table => new
                {
                    stream = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_address", x => new { x.stream, x.seq, x.name });
                });

            migrationBuilder.CreateTable(
                name: "audit_checkpoint",
                columns: table => new
                {
                    stream = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_checkpoint", x => new { x.stream, x.number });
                });

            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    stream = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    canon = table.Column<byte[]>(type: "bytea", nullable: false),
                    entry_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    chain_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    event_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    outcome = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    actor = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true),
                    message_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    envelope_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    correlation = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => new { x.stream, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "audit_stream",
                columns: table => new
                {
                    stream = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    chain = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    frontier = table.Column<byte[]>(type: "bytea", maxLength: 2048, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_stream", x => x.stream);
                });

            migrationBuilder.CreateTable(
                name: "label",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_label", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "organisation",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    domain = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    clearances = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    release_id = table.Column<Guid>(type: "uuid", nullable: false),
                    work = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    urgency = table.Column<short>(type: "smallint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    leased_until = table.Column<long>(type: "bigint", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    copy = table.Column<int>(type: "integer", nullable: false),
                    envelope_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    recipients = table.Column<string>(type: "text", nullable: true),
                    stored_message_id = table.Column<Guid>(type: "uuid", nullable: true),
                    last_reply = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rights_proposal",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    before = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    after = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    book = table.Column<string>(type: "text", nullable: false),
                    first_verifiers = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    proposed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    proposed_by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    proposed_at = table.Column<long>(type: "bigint", nullable: false),
                    method = table.Column<byte>(type: "smallint", nullable: false),
                    proof = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    decided_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    decided_by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    answer = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rights_proposal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "stored_message",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    octets = table.Column<byte[]>(type: "bytea", nullable: false),
                    stored_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stored_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supersession",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    obsolete = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    from_address = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_supersession", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tracking",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    release_id = table.Column<Guid>(type: "uuid", nullable: false),
                    envelope_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    address = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    display_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    addressed_as = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    reports = table.Column<short>(type: "smallint", nullable: false),
                    submitted_at = table.Column<long>(type: "bigint", nullable: true),
                    relayed_at = table.Column<long>(type: "bigint", nullable: true),
                    delivered_at = table.Column<long>(type: "bigint", nullable: true),
                    failed_at = table.Column<long>(type: "bigint", nullable: true),
                    receipt = table.Column<short>(type: "smallint", nullable: false),
                    receipt_at = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tracking", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "address_list",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    purpose = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_address_list", x => x.id);
                    table.ForeignKey(
                        name: "FK_address_list_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "break_glass",
                columns: table => new
                {
                    release_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    set_aside_minimize = table.Column<bool>(type: "boolean", nullable: false),
                    reviewed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    reviewed_by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    reviewed_at = table.Column<long>(type: "bigint", nullable: true),
                    justified = table.Column<bool>(type: "boolean", nullable: true),
                    finding = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_break_glass", x => x.release_id);
                    table.ForeignKey(
                        name: "FK_break_glass_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "minimize",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    scope = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    flows_freely = table.Column<short>(type: "smallint", nullable: false),
                    max_octets = table.Column<long>(type: "bigint", nullable: true),
                    declared_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    declared_by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    declared_at = table.Column<long>(type: "bigint", nullable: false),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    ended_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    ended_by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_minimize", x => x.id);
                    table.ForeignKey(
                        name: "FK_minimize_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "person",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    address = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    clearances = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    first_password_until = table.Column<long>(type: "bigint", nullable: true),
                    deactivated_at = table.Column<long>(type: "bigint", nullable: true),
                    user_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    normalized_user_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<long>(type: "bigint", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
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
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    address = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    unit_id = table.Column<int>(type: "integer", nullable: true),
                    deactivated_at = table.Column<long>(type: "bigint", nullable: true)
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
                name: "unit",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    parent_id = table.Column<int>(type: "integer", nullable: true),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unit", x => x.id);
                    table.ForeignKey(
                        name: "FK_unit_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_unit_unit_parent_id",
                        column: x => x.parent_id,
                        principalTable: "unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tracking_event",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tracking_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    reported = table.Column<short>(type: "smallint", nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    report_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    content_key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    stored_message_id = table.Column<Guid>(type: "uuid", nullable: true)
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
                name: "address_list_member",
                columns: table => new
                {
                    list_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    address = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true),
                    member_list_id = table.Column<int>(type: "integer", nullable: true),
                    information_only = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_address_list_member", x => new { x.list_id, x.number });
                    table.ForeignKey(
                        name: "FK_address_list_member_address_list_list_id",
                        column: x => x.list_id,
                        principalTable: "address_list",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_address_list_member_address_list_member_list_id",
                        column: x => x.member_list_id,
                        principalTable: "address_list",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "person_claim",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
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
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    provider_key = table.Column<string>(type: "text", nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
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
                name: "person_passkey",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "bytea", maxLength: 1024, nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    data = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_passkey", x => x.credential_id);
                    table.ForeignKey(
                        name: "FK_person_passkey_person_user_id",
                        column: x => x.user_id,
                        principalTable: "person",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person_token",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true)
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
                name: "session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    method = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    browser = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_session", x => x.id);
                    table.ForeignKey(
                        name: "FK_session_person_person_id",
                        column: x => x.person_id,
                        principalTable: "person",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "draft",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    form = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    label_id = table.Column<int>(type: "integer", nullable: true),
                    origin_label_id = table.Column<int>(type: "integer", nullable: true),
                    urgency = table.Column<short>(type: "smallint", nullable: false),
                    last_editor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    last_editor_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    submitted_at = table.Column<long>(type: "bigint", nullable: true),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    escalation = table.Column<short>(type: "smallint", nullable: false),
                    taken_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    taken_by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    held_until = table.Column<long>(type: "bigint", nullable: true),
                    held_reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    held_by = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    return_reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    returned_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    locked_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    locked_by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    locked_since = table.Column<long>(type: "bigint", nullable: true),
                    locked_until = table.Column<long>(type: "bigint", nullable: true),
                    template_id = table.Column<Guid>(type: "uuid", nullable: true),
                    template_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    locked_fields = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    required_fields = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true)
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
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    message_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    content_sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    received_as = table.Column<short>(type: "smallint", nullable: false),
                    urgency = table.Column<short>(type: "smallint", nullable: false),
                    label_id = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    subject_indicator_codes = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    dtg = table.Column<long>(type: "bigint", nullable: true),
                    received_at = table.Column<long>(type: "bigint", nullable: false),
                    signature = table.Column<short>(type: "smallint", nullable: false),
                    label_status = table.Column<short>(type: "smallint", nullable: false),
                    stored_message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_address = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: true),
                    obsoleted_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    reverse_path = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    receipt = table.Column<short>(type: "smallint", nullable: false),
                    receipt_at = table.Column<long>(type: "bigint", nullable: true),
                    receipt_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    first_read_at = table.Column<long>(type: "bigint", nullable: true),
                    first_read_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    removed_at = table.Column<long>(type: "bigint", nullable: true),
                    removed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    indexed = table.Column<bool>(type: "boolean", nullable: false)
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
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    function = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    held_from = table.Column<long>(type: "bigint", nullable: true),
                    held_until = table.Column<long>(type: "bigint", nullable: true),
                    granted_by = table.Column<int>(type: "integer", nullable: true)
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
                name: "role_rule",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    provided_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    claim_type = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    claim_value = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    function = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_rule", x => x.id);
                    table.ForeignKey(
                        name: "FK_role_rule_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_role_rule_role_mailbox_role_id",
                        column: x => x.role_id,
                        principalTable: "role_mailbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "set_aside",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    work = table.Column<short>(type: "smallint", nullable: false),
                    item = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    role_id = table.Column<int>(type: "integer", nullable: true),
                    message_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false),
                    first_at = table.Column<long>(type: "bigint", nullable: false),
                    last_at = table.Column<long>(type: "bigint", nullable: false),
                    settled_at = table.Column<long>(type: "bigint", nullable: true),
                    settled_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_set_aside", x => x.id);
                    table.ForeignKey(
                        name: "FK_set_aside_role_mailbox_role_id",
                        column: x => x.role_id,
                        principalTable: "role_mailbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "stray_report",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    stored_message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    content_sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    received_at = table.Column<long>(type: "bigint", nullable: false),
                    reporter = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    words = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    settled_at = table.Column<long>(type: "bigint", nullable: true),
                    settled_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stray_report", x => x.id);
                    table.ForeignKey(
                        name: "FK_stray_report_role_mailbox_role_id",
                        column: x => x.role_id,
                        principalTable: "role_mailbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_stray_report_stored_message_stored_message_id",
                        column: x => x.stored_message_id,
                        principalTable: "stored_message",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "template",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    role_id = table.Column<int>(type: "integer", nullable: true),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    form = table.Column<string>(type: "text", nullable: false),
                    label_id = table.Column<int>(type: "integer", nullable: true),
                    locked_fields = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    required_fields = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    created_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    changed_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template", x => x.id);
                    table.ForeignKey(
                        name: "FK_template_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_template_role_mailbox_role_id",
                        column: x => x.role_id,
                        principalTable: "role_mailbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "person_passkey_use",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "bytea", maxLength: 1024, nullable: false),
                    last_used_at = table.Column<long>(type: "bigint", nullable: false),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    last_answer = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    set_aside_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_passkey_use", x => x.credential_id);
                    table.ForeignKey(
                        name: "FK_person_passkey_use_person_passkey_credential_id",
                        column: x => x.credential_id,
                        principalTable: "person_passkey",
                        principalColumn: "credential_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "decision",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    draft_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    stage = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    on_behalf_of = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    words = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    concurrence = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decision", x => x.id);
                    table.ForeignKey(
                        name: "FK_decision_draft_draft_id",
                        column: x => x.draft_id,
                        principalTable: "draft",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "draft_attachment",
                columns: table => new
                {
                    draft_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    octets = table.Column<byte[]>(type: "bytea", nullable: false)
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
                name: "draft_comment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    draft_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    field = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    label_id = table.Column<int>(type: "integer", nullable: true),
                    by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    resolved_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    resolved_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_draft_comment", x => x.id);
                    table.ForeignKey(
                        name: "FK_draft_comment_draft_draft_id",
                        column: x => x.draft_id,
                        principalTable: "draft",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "message_version",
                columns: table => new
                {
                    draft_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    label_id = table.Column<int>(type: "integer", nullable: false),
                    content_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    last_editor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    last_editor_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    precedence_by = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    rule = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    submitted_at = table.Column<long>(type: "bigint", nullable: false)
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
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    draft_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    message_id = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    drafter = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    drafter_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    releaser = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    releaser_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    on_behalf_of = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    by_one_person = table.Column<bool>(type: "boolean", nullable: false),
                    leaves_at = table.Column<long>(type: "bigint", nullable: false),
                    released_at = table.Column<long>(type: "bigint", nullable: false),
                    approval = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    label_id = table.Column<int>(type: "integer", nullable: false),
                    urgency = table.Column<short>(type: "smallint", nullable: false),
                    dtg = table.Column<long>(type: "bigint", nullable: false),
                    failure = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_release", x => x.number);
                    table.UniqueConstraint("AK_release_id", x => x.id);
                    table.CheckConstraint("ck_release_two_persons", "drafter <> releaser OR by_one_person");
                    table.ForeignKey(
                        name: "FK_release_draft_draft_id",
                        column: x => x.draft_id,
                        principalTable: "draft",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "review_stage",
                columns: table => new
                {
                    draft_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    order = table.Column<int>(type: "integer", nullable: false),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    needed = table.Column<int>(type: "integer", nullable: false),
                    concurred = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    budget_seconds = table.Column<int>(type: "integer", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: true),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    escalation = table.Column<short>(type: "smallint", nullable: false),
                    taken_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    taken_by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    urgency = table.Column<short>(type: "smallint", nullable: false),
                    label_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_stage", x => new { x.draft_id, x.version, x.number });
                    table.ForeignKey(
                        name: "FK_review_stage_draft_draft_id",
                        column: x => x.draft_id,
                        principalTable: "draft",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_review_stage_role_mailbox_role_id",
                        column: x => x.role_id,
                        principalTable: "role_mailbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "version_view",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    draft_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    before = table.Column<int>(type: "integer", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_version_view", x => new { x.person_id, x.draft_id });
                    table.ForeignKey(
                        name: "FK_version_view_draft_draft_id",
                        column: x => x.draft_id,
                        principalTable: "draft",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_version_view_person_person_id",
                        column: x => x.person_id,
                        principalTable: "person",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "api_token",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    membership_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    last_used_at = table.Column<long>(type: "bigint", nullable: true),
                    revoked_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_token", x => x.id);
                    table.ForeignKey(
                        name: "FK_api_token_membership_membership_id",
                        column: x => x.membership_id,
                        principalTable: "membership",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_api_token_person_person_id",
                        column: x => x.person_id,
                        principalTable: "person",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "draft_mention",
                columns: table => new
                {
                    comment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    read_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_draft_mention", x => new { x.comment_id, x.person_id });
                    table.ForeignKey(
                        name: "FK_draft_mention_draft_comment_comment_id",
                        column: x => x.comment_id,
                        principalTable: "draft_comment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ux_address_list_organisation_name",
                table: "address_list",
                columns: new[] { "organisation_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_address_list_member_member_list_id",
                table: "address_list_member",
                column: "member_list_id");

            migrationBuilder.CreateIndex(
                name: "ix_api_token_membership",
                table: "api_token",
                column: "membership_id");

            migrationBuilder.CreateIndex(
                name: "ix_api_token_person",
                table: "api_token",
                columns: new[] { "person_id", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ux_api_token_secret_hash",
                table: "api_token",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_address_name",
                table: "audit_address",
                columns: new[] { "name", "at", "seq", "stream" });

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
                name: "ix_break_glass_organisation",
                table: "break_glass",
                columns: new[] { "organisation_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_decision_draft",
                table: "decision",
                columns: new[] { "draft_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_draft_due",
                table: "draft",
                columns: new[] { "state", "escalation", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_draft_held",
                table: "draft",
                columns: new[] { "state", "held_until" });

            migrationBuilder.CreateIndex(
                name: "ix_draft_release_queue",
                table: "draft",
                columns: new[] { "role_id", "state", "urgency", "due_at", "id" },
                descending: new[] { false, false, true, false, false });

            migrationBuilder.CreateIndex(
                name: "ix_draft_role_state_updated",
                table: "draft",
                columns: new[] { "role_id", "state", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "ix_draft_comment_draft_at",
                table: "draft_comment",
                columns: new[] { "draft_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_draft_mention_unread",
                table: "draft_mention",
                columns: new[] { "person_id", "role_id", "read_at" });

            migrationBuilder.CreateIndex(
                name: "ix_inbox_received",
                table: "inbox",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_role_arrival",
                table: "inbox",
                columns: new[] { "role_id", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_inbox_role_expiry",
                table: "inbox",
                columns: new[] { "role_id", "expires_at", "id" },
                filter: "expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_stored_message_id",
                table: "inbox",
                column: "stored_message_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_to_index",
                table: "inbox",
                column: "id",
                filter: "NOT indexed");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_unread",
                table: "inbox",
                columns: new[] { "role_id", "label_id" },
                filter: "first_read_at IS NULL AND removed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ux_inbox_role_message_content",
                table: "inbox",
                columns: new[] { "role_id", "message_id", "content_sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_label_key",
                table: "label",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_membership_granted_by",
                table: "membership",
                column: "granted_by");

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
                name: "ix_minimize_organisation_until",
                table: "minimize",
                columns: new[] { "organisation_id", "until" });

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
                name: "ix_person_address",
                table: "person",
                column: "address");

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
                name: "ix_person_passkey_person",
                table: "person_passkey",
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
                name: "ix_review_stage_due",
                table: "review_stage",
                columns: new[] { "state", "escalation", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_review_stage_queue",
                table: "review_stage",
                columns: new[] { "role_id", "state", "urgency", "due_at", "draft_id" },
                descending: new[] { false, false, true, false, false });

            migrationBuilder.CreateIndex(
                name: "ix_rights_proposal_state",
                table: "rights_proposal",
                columns: new[] { "state", "proposed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_role_mailbox_organisation",
                table: "role_mailbox",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_role_mailbox_unit",
                table: "role_mailbox",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "ux_role_mailbox_address",
                table: "role_mailbox",
                column: "address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_role_rule_role",
                table: "role_rule",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "ux_role_rule",
                table: "role_rule",
                columns: new[] { "organisation_id", "provided_by", "claim_type", "claim_value", "role_id", "function" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_session_last_seen",
                table: "session",
                column: "last_seen_at");

            migrationBuilder.CreateIndex(
                name: "ix_session_person",
                table: "session",
                columns: new[] { "person_id", "last_seen_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "IX_set_aside_role_id",
                table: "set_aside",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "ix_set_aside_waiting",
                table: "set_aside",
                columns: new[] { "settled_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_set_aside_item",
                table: "set_aside",
                columns: new[] { "work", "item", "role_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_stray_report_stored_message_id",
                table: "stray_report",
                column: "stored_message_id");

            migrationBuilder.CreateIndex(
                name: "ix_stray_report_waiting",
                table: "stray_report",
                columns: new[] { "settled_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_stray_report_role_content",
                table: "stray_report",
                columns: new[] { "role_id", "content_sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_supersession_role_obsolete",
                table: "supersession",
                columns: new[] { "role_id", "obsolete" });

            migrationBuilder.CreateIndex(
                name: "ix_template_organisation_name",
                table: "template",
                columns: new[] { "organisation_id", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_template_role",
                table: "template",
                column: "role_id");

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
                name: "ux_tracking_event_content",
                table: "tracking_event",
                columns: new[] { "tracking_id", "content_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_unit_parent_id",
                table: "unit",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ux_unit_parent_name",
                table: "unit",
                columns: new[] { "organisation_id", "parent_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_version_view_draft_id",
                table: "version_view",
                column: "draft_id");

            // The words of what was received, beside role and label (Mmhs.Records.Search.InboxSearch).
            migrationBuilder.Sql("""
                CREATE TABLE inbox_words (id bigint PRIMARY KEY REFERENCES inbox (id), role_id integer NOT NULL, label_id integer NOT NULL, words tsvector NOT NULL);
                CREATE INDEX ix_inbox_words_words ON inbox_words USING gin (words);
                CREATE INDEX ix_inbox_words_role ON inbox_words (role_id, id DESC);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE inbox_words;");

            migrationBuilder.DropTable(
                name: "address_list_member");

            migrationBuilder.DropTable(
                name: "api_token");

            migrationBuilder.DropTable(
                name: "audit_address");

            migrationBuilder.DropTable(
                name: "audit_checkpoint");

            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "audit_stream");

            migrationBuilder.DropTable(
                name: "break_glass");

            migrationBuilder.DropTable(
                name: "decision");

            migrationBuilder.DropTable(
                name: "draft_attachment");

            migrationBuilder.DropTable(
                name: "draft_mention");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "label");

            migrationBuilder.DropTable(
                name: "message_version");

            migrationBuilder.DropTable(
                name: "minimize");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "person_claim");

            migrationBuilder.DropTable(
                name: "person_login");

            migrationBuilder.DropTable(
                name: "person_passkey_use");

            migrationBuilder.DropTable(
                name: "person_token");

            migrationBuilder.DropTable(
                name: "release");

            migrationBuilder.DropTable(
                name: "review_stage");

            migrationBuilder.DropTable(
                name: "rights_proposal");

            migrationBuilder.DropTable(
                name: "role_rule");

            migrationBuilder.DropTable(
                name: "session");

            migrationBuilder.DropTable(
                name: "set_aside");

            migrationBuilder.DropTable(
                name: "stray_report");

            migrationBuilder.DropTable(
                name: "supersession");

            migrationBuilder.DropTable(
                name: "template");

            migrationBuilder.DropTable(
                name: "tracking_event");

            migrationBuilder.DropTable(
                name: "unit");

            migrationBuilder.DropTable(
                name: "version_view");

            migrationBuilder.DropTable(
                name: "address_list");

            migrationBuilder.DropTable(
                name: "membership");

            migrationBuilder.DropTable(
                name: "draft_comment");

            migrationBuilder.DropTable(
                name: "person_passkey");

            migrationBuilder.DropTable(
                name: "stored_message");

            migrationBuilder.DropTable(
                name: "tracking");

            migrationBuilder.DropTable(
                name: "draft");

            migrationBuilder.DropTable(
                name: "person");

            migrationBuilder.DropTable(
                name: "role_mailbox");

            migrationBuilder.DropTable(
                name: "organisation");
        }
    }
}
