using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Relay
{
    /// <inheritdoc />
    public partial class HandOvers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "hand_over",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    envelope_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    message_id = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    recipient = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    original_recipient = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    hop_address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    hop_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    reply = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hand_over", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_hand_over_at",
                table: "hand_over",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_hand_over_envelope",
                table: "hand_over",
                columns: new[] { "envelope_id", "hop_address" });

            migrationBuilder.CreateIndex(
                name: "ix_hand_over_message",
                table: "hand_over",
                columns: new[] { "message_id", "hop_address" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "hand_over");
        }
    }
}
