using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Relay
{
    /// <inheritdoc />
    public partial class Hold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "held_until",
                table: "queue_message",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "hold_request",
                table: "queue_message",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "late_told",
                table: "queue_message",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "held_until",
                table: "queue_message");

            migrationBuilder.DropColumn(
                name: "hold_request",
                table: "queue_message");

            migrationBuilder.DropColumn(
                name: "late_told",
                table: "queue_message");
        }
    }
}
