using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Portal
{
    /// <inheritdoc />
    public partial class NothingLost : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_tracking_event_report",
                table: "tracking_event");

            migrationBuilder.RenameColumn(
                name: "body_sha256",
                table: "stray_report",
                newName: "content_sha256");

            migrationBuilder.RenameIndex(
                name: "ux_stray_report_role_body",
                table: "stray_report",
                newName: "ux_stray_report_role_content");

            migrationBuilder.RenameColumn(
                name: "body_sha256",
                table: "inbox",
                newName: "content_sha256");

            migrationBuilder.RenameIndex(
                name: "ux_inbox_role_message_body",
                table: "inbox",
                newName: "ux_inbox_role_message_content");

            migrationBuilder.AddColumn<string>(
                name: "content_key",
                table: "tracking_event",
                type: "TEXT",
                maxLength: 80,
                nullable: false,
                defaultValue: "");

            // each report of before was one event by its identifier and stays one
            migrationBuilder.Sql("UPDATE tracking_event SET content_key = 'before-' || id;");

            migrationBuilder.CreateTable(
                name: "set_aside",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    work = table.Column<short>(type: "INTEGER", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    role_id = table.Column<int>(type: "INTEGER", nullable: true),
                    message_id = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    times = table.Column<int>(type: "INTEGER", nullable: false),
                    first_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    settled_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
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

            migrationBuilder.CreateIndex(
                name: "ux_tracking_event_content",
                table: "tracking_event",
                columns: new[] { "tracking_id", "content_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbox_unread",
                table: "inbox",
                columns: new[] { "role_id", "label_id" },
                filter: "first_read_at IS NULL AND removed_at IS NULL");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "set_aside");

            migrationBuilder.DropIndex(
                name: "ux_tracking_event_content",
                table: "tracking_event");

            migrationBuilder.DropIndex(
                name: "ix_inbox_unread",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "content_key",
                table: "tracking_event");

            migrationBuilder.RenameColumn(
                name: "content_sha256",
                table: "stray_report",
                newName: "body_sha256");

            migrationBuilder.RenameIndex(
                name: "ux_stray_report_role_content",
                table: "stray_report",
                newName: "ux_stray_report_role_body");

            migrationBuilder.RenameColumn(
                name: "content_sha256",
                table: "inbox",
                newName: "body_sha256");

            migrationBuilder.RenameIndex(
                name: "ux_inbox_role_message_content",
                table: "inbox",
                newName: "ux_inbox_role_message_body");

            migrationBuilder.CreateIndex(
                name: "ux_tracking_event_report",
                table: "tracking_event",
                columns: new[] { "tracking_id", "report_id" },
                unique: true);
        }
    }
}
