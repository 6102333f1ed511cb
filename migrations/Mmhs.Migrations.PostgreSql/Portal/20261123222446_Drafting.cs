using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.PostgreSql.Portal
{
    /// <inheritdoc />
    public partial class Drafting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "locked_by",
                table: "draft",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "locked_by_name",
                table: "draft",
                type: "character varying(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "locked_fields",
                table: "draft",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "locked_since",
                table: "draft",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "locked_until",
                table: "draft",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "required_fields",
                table: "draft",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "template_id",
                table: "draft",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "template_name",
                table: "draft",
                type: "character varying(120)",
                maxLength: 120,
                nullable: true);

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
                name: "ix_draft_comment_draft_at",
                table: "draft_comment",
                columns: new[] { "draft_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_draft_mention_unread",
                table: "draft_mention",
                columns: new[] { "person_id", "role_id", "read_at" });

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
                name: "draft_mention");

            migrationBuilder.DropTable(
                name: "template");

            migrationBuilder.DropTable(
                name: "draft_comment");

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
                name: "template_id",
                table: "draft");

            migrationBuilder.DropColumn(
                name: "template_name",
                table: "draft");
        }
    }
}
