using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Mmhs.Migrations.PostgreSql.Relay
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
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    envelope_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    message_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    recipient = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    original_recipient = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    hop_address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    hop_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    reply = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
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
