using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Portal
{
    /// <inheritdoc />
    public partial class ReleaseDesk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_draft_release_queue",
                table: "draft");

            migrationBuilder.AddColumn<string>(
                name: "drafter_name",
                table: "release",
                type: "TEXT",
                maxLength: 120,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "leaves_at",
                table: "release",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "release",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "releaser_name",
                table: "release",
                type: "TEXT",
                maxLength: 120,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "deactivated_at",
                table: "person",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_editor_name",
                table: "message_version",
                type: "TEXT",
                maxLength: 120,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "precedence_by",
                table: "message_version",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rule",
                table: "message_version",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "granted_by",
                table: "membership",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_from",
                table: "membership",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_until",
                table: "membership",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "due_at",
                table: "draft",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "escalation",
                table: "draft",
                type: "INTEGER",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<string>(
                name: "held_by",
                table: "draft",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "held_reason",
                table: "draft",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_until",
                table: "draft",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_editor_name",
                table: "draft",
                type: "TEXT",
                maxLength: 120,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "locked_by",
                table: "draft",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "locked_by_name",
                table: "draft",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "locked_fields",
                table: "draft",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "locked_since",
                table: "draft",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "locked_until",
                table: "draft",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "required_fields",
                table: "draft",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "taken_by",
                table: "draft",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "taken_by_name",
                table: "draft",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "template_id",
                table: "draft",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "template_name",
                table: "draft",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "api_token",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    membership_id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true)
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
                name: "break_glass",
                columns: table => new
                {
                    release_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<int>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    reviewed_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    reviewed_by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    reviewed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    justified = table.Column<bool>(type: "INTEGER", nullable: true),
                    finding = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
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
                name: "decision",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    draft_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    stage = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    on_behalf_of = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    words = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    concurrence = table.Column<string>(type: "TEXT", nullable: true)
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
                name: "draft_comment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    draft_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    field = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    label_id = table.Column<int>(type: "INTEGER", nullable: true),
                    by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    resolved_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    resolved_at = table.Column<long>(type: "INTEGER", nullable: true)
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
                name: "last_look",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    draft_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_last_look", x => new { x.person_id, x.draft_id });
                    table.ForeignKey(
                        name: "FK_last_look_draft_draft_id",
                        column: x => x.draft_id,
                        principalTable: "draft",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_last_look_person_person_id",
                        column: x => x.person_id,
                        principalTable: "person",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "minimize",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    organisation_id = table.Column<int>(type: "INTEGER", nullable: false),
                    scope = table.Column<string>(type: "TEXT", maxLength: 20000, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    flows_freely = table.Column<short>(type: "INTEGER", nullable: false),
                    max_octets = table.Column<long>(type: "INTEGER", nullable: true),
                    declared_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    declared_by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    declared_at = table.Column<long>(type: "INTEGER", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ended_by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
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
                name: "person_passkey",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "BLOB", maxLength: 1024, nullable: false),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    data = table.Column<string>(type: "TEXT", nullable: false)
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
                name: "review_stage",
                columns: table => new
                {
                    draft_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    order = table.Column<int>(type: "INTEGER", nullable: false),
                    role_id = table.Column<int>(type: "INTEGER", nullable: false),
                    needed = table.Column<int>(type: "INTEGER", nullable: false),
                    concurred = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<short>(type: "INTEGER", nullable: false),
                    budget_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: true),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    escalation = table.Column<short>(type: "INTEGER", nullable: false),
                    taken_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    taken_by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    urgency = table.Column<short>(type: "INTEGER", nullable: false),
                    label_id = table.Column<int>(type: "INTEGER", nullable: false)
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
                name: "rights_proposal",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    after = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    book = table.Column<string>(type: "TEXT", nullable: false),
                    first_verifiers = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    proposed_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    proposed_by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    proposed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    method = table.Column<byte>(type: "INTEGER", nullable: false),
                    proof = table.Column<byte[]>(type: "BLOB", nullable: false),
                    state = table.Column<short>(type: "INTEGER", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    decided_by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    answer = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rights_proposal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "role_rule",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    organisation_id = table.Column<int>(type: "INTEGER", nullable: false),
                    provided_by = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    claim_type = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    claim_value = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    role_id = table.Column<int>(type: "INTEGER", nullable: false),
                    function = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false)
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
                name: "session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    method = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    browser = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
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
                name: "template",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<int>(type: "INTEGER", nullable: false),
                    role_id = table.Column<int>(type: "INTEGER", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    form = table.Column<string>(type: "TEXT", nullable: false),
                    label_id = table.Column<int>(type: "INTEGER", nullable: true),
                    locked_fields = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    required_fields = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    created_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                name: "draft_mention",
                columns: table => new
                {
                    comment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role_id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true)
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

            migrationBuilder.CreateTable(
                name: "person_passkey_use",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "BLOB", maxLength: 1024, nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: false)
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

            migrationBuilder.CreateIndex(
                name: "ix_person_address",
                table: "person",
                column: "address");

            migrationBuilder.CreateIndex(
                name: "ix_membership_granted_by",
                table: "membership",
                column: "granted_by");

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
                name: "ix_break_glass_organisation",
                table: "break_glass",
                columns: new[] { "organisation_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_decision_draft",
                table: "decision",
                columns: new[] { "draft_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_draft_comment_draft_at",
                table: "draft_comment",
                columns: new[] { "draft_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_draft_mention_unread",
                table: "draft_mention",
                columns: new[] { "person_id", "role_id", "read_at" });

            migrationBuilder.CreateIndex(
                name: "IX_last_look_draft_id",
                table: "last_look",
                column: "draft_id");

            migrationBuilder.CreateIndex(
                name: "ix_minimize_organisation_until",
                table: "minimize",
                columns: new[] { "organisation_id", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_person_passkey_person",
                table: "person_passkey",
                column: "user_id");

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
                name: "ix_template_organisation_name",
                table: "template",
                columns: new[] { "organisation_id", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_template_role",
                table: "template",
                column: "role_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_token");

            migrationBuilder.DropTable(
                name: "break_glass");

            migrationBuilder.DropTable(
                name: "decision");

            migrationBuilder.DropTable(
                name: "draft_mention");

            migrationBuilder.DropTable(
                name: "last_look");

            migrationBuilder.DropTable(
                name: "minimize");

            migrationBuilder.DropTable(
                name: "person_passkey_use");

            migrationBuilder.DropTable(
                name: "review_stage");

            migrationBuilder.DropTable(
                name: "rights_proposal");

            migrationBuilder.DropTable(
                name: "role_rule");

            migrationBuilder.DropTable(
                name: "session");

            migrationBuilder.DropTable(
                name: "template");

            migrationBuilder.DropTable(
                name: "draft_comment");

            migrationBuilder.DropTable(
                name: "person_passkey");

            migrationBuilder.DropIndex(
                name: "ix_person_address",
                table: "person");

            migrationBuilder.DropIndex(
                name: "ix_membership_granted_by",
                table: "membership");

            migrationBuilder.DropIndex(
                name: "ix_draft_due",
                table: "draft");

            migrationBuilder.DropIndex(
                name: "ix_draft_held",
                table: "draft");

            migrationBuilder.DropIndex(
                name: "ix_draft_release_queue",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "drafter_name",
                table: "release");

            migrationBuilder.DropColumn(
                name: "leaves_at",
                table: "release");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "release");

            migrationBuilder.DropColumn(
                name: "releaser_name",
                table: "release");

            migrationBuilder.DropColumn(
                name: "deactivated_at",
                table: "person");

            migrationBuilder.DropColumn(
                name: "last_editor_name",
                table: "message_version");

            migrationBuilder.DropColumn(
                name: "precedence_by",
                table: "message_version");

            migrationBuilder.DropColumn(
                name: "rule",
                table: "message_version");

            migrationBuilder.DropColumn(
                name: "granted_by",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "held_from",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "held_until",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "due_at",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "escalation",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "held_by",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "held_reason",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "held_until",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "last_editor_name",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "locked_by",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "locked_by_name",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "locked_fields",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "locked_since",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "locked_until",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "required_fields",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "taken_by",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "taken_by_name",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "template_id",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "template_name",
                table: "draft");

            migrationBuilder.CreateIndex(
                name: "ix_draft_release_queue",
                table: "draft",
                columns: new[] { "role_id", "state", "urgency", "submitted_at", "id" },
                descending: new[] { false, false, true, false, false });
        }
    }
}
