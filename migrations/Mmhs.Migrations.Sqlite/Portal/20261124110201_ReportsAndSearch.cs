using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Portal
{
    /// <inheritdoc />
    public partial class ReportsAndSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "indexed",
                table: "inbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "removed_at",
                table: "inbox",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "removed_by",
                table: "inbox",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "stray_report",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    role_id = table.Column<int>(type: "INTEGER", nullable: false),
                    stored_message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    body_sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reporter = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    words = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    settled_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
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

            migrationBuilder.CreateIndex(
                name: "ix_inbox_received",
                table: "inbox",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_role_expiry",
                table: "inbox",
                columns: new[] { "role_id", "expires_at", "id" },
                filter: "expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_to_index",
                table: "inbox",
                column: "id",
                filter: "NOT indexed");

            migrationBuilder.CreateIndex(
                name: "IX_stray_report_stored_message_id",
                table: "stray_report",
                column: "stored_message_id");

            migrationBuilder.CreateIndex(
                name: "ix_stray_report_waiting",
                table: "stray_report",
                columns: new[] { "settled_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_stray_report_role_body",
                table: "stray_report",
                columns: new[] { "role_id", "body_sha256" },
                unique: true);

            // The words of what was received, role and label among them (Mmhs.Records.Search.InboxSearch).
            migrationBuilder.Sql("CREATE VIRTUAL TABLE inbox_words USING fts5(rights, subject, sender, facts, body, content='', tokenize='unicode61 remove_diacritics 0')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE inbox_words");

            migrationBuilder.DropTable(
                name: "stray_report");

            migrationBuilder.DropIndex(
                name: "ix_inbox_received",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "ix_inbox_role_expiry",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "ix_inbox_to_index",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "indexed",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "removed_at",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "removed_by",
                table: "inbox");
        }
    }
}
