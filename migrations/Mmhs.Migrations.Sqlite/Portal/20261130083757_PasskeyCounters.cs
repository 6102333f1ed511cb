using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Portal
{
    /// <inheritdoc />
    public partial class PasskeyCounters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "last_answer",
                table: "person_passkey_use",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "set_aside_at",
                table: "person_passkey_use",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "sign_count",
                table: "person_passkey_use",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "last_answer",
                table: "person_passkey_use");

            migrationBuilder.DropColumn(
                name: "set_aside_at",
                table: "person_passkey_use");

            migrationBuilder.DropColumn(
                name: "sign_count",
                table: "person_passkey_use");
        }
    }
}
