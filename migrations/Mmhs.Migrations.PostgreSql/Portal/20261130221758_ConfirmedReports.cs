using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.PostgreSql.Portal
{
    /// <inheritdoc />
    public partial class ConfirmedReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "confirmed",
                table: "tracking_event",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<short>(
                name: "receipt",
                table: "tracking_event",
                type: "smallint",
                nullable: true);

            // What came before there was a question was believed. Receipts were words in the text until now.
            migrationBuilder.Sql(
                """
                UPDATE tracking_event SET receipt = CASE
                    WHEN text LIKE 'receipt: displayed%' THEN 2
                    WHEN text LIKE 'receipt: deleted unread%' THEN 3
                    WHEN text LIKE 'receipt: sent on%' THEN 4
                    WHEN text LIKE 'receipt: processed by a rule%' THEN 5
                    WHEN text LIKE 'receipt: declined%' THEN 6
                    WHEN text LIKE 'receipt: no proper receipt could be made%' THEN 7
                    END
                WHERE text LIKE 'receipt: %';
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "confirmed",
                table: "tracking_event");

            migrationBuilder.DropColumn(
                name: "receipt",
                table: "tracking_event");
        }
    }
}
