using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Mmhs.Migrations.PostgreSql.Portal
{
    /// <inheritdoc />
    public partial class ReleaseDesk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_release_two_persons",
                table: "release");

            migrationBuilder.DropIndex(
                name: "ix_draft_release_queue",
                table: "draft");

            migrationBuilder.AddColumn<bool>(
                name: "alone",
                table: "release",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "drafter_name",
                table: "release",
                type: "character varying(120)",
                maxLength: 120,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "leaves_at",
                table: "release",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "release",
                type: "character varying(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "releaser_name",
                table: "release",
                type: "character varying(120)",
                maxLength: 120,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "last_editor_name",
                table: "message_version",
                type: "character varying(120)",
                maxLength: 120,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "precedence_by",
                table: "message_version",
                type: "character varying(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rule",
                table: "message_version",
                type: "character varying(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "due_at",
                table: "draft",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "escalation",
                table: "draft",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<string>(
                name: "held_by",
                table: "draft",
                type: "character varying(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "held_reason",
                table: "draft",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_until",
                table: "draft",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_editor_name",
                table: "draft",
                type: "character varying(120)",
                maxLength: 120,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "taken_by",
                table: "draft",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "taken_by_name",
                table: "draft",
                type: "character varying(120)",
                maxLength: 120,
                nullable: true);

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
                name: "last_look",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    draft_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
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

            migrationBuilder.AddCheckConstraint(
                name: "ck_release_two_persons",
                table: "release",
                sql: "drafter <> releaser OR alone");

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
                name: "ix_break_glass_organisation",
                table: "break_glass",
                columns: new[] { "organisation_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_decision_draft",
                table: "decision",
                columns: new[] { "draft_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_last_look_draft_id",
                table: "last_look",
                column: "draft_id");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "break_glass");

            migrationBuilder.DropTable(
                name: "decision");

            migrationBuilder.DropTable(
                name: "last_look");

            migrationBuilder.DropTable(
                name: "review_stage");

            migrationBuilder.DropTable(
                name: "rights_proposal");

            migrationBuilder.DropCheckConstraint(
                name: "ck_release_two_persons",
                table: "release");

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
                name: "alone",
                table: "release");

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
                name: "last_editor_name",
                table: "message_version");

            migrationBuilder.DropColumn(
                name: "precedence_by",
                table: "message_version");

            migrationBuilder.DropColumn(
                name: "rule",
                table: "message_version");

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
                name: "taken_by",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "taken_by_name",
                table: "draft");

            migrationBuilder.AddCheckConstraint(
                name: "ck_release_two_persons",
                table: "release",
                sql: "drafter <> releaser");

            migrationBuilder.CreateIndex(
                name: "ix_draft_release_queue",
                table: "draft",
                columns: new[] { "role_id", "state", "urgency", "submitted_at", "id" },
                descending: new[] { false, false, true, false, false });
        }
    }
}
