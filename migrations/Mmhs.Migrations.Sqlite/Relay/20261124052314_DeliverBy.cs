using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Relay
{
    /// <inheritdoc />
    public partial class DeliverBy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "deliver_by",
                table: "queue_message",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "return_when_late",
                table: "queue_message",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "trace_delivery",
                table: "queue_message",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "deliver_by",
                table: "queue_message");

            migrationBuilder.DropColumn(
                name: "return_when_late",
                table: "queue_message");

            migrationBuilder.DropColumn(
                name: "trace_delivery",
                table: "queue_message");
        }
    }
}
