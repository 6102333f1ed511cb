using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.PostgreSql.Portal
{
    /// <inheritdoc />
    public partial class ReleaseAlone : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_release_two_persons",
                table: "release");

            migrationBuilder.AddColumn<bool>(
                name: "alone",
                table: "release",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddCheckConstraint(
                name: "ck_release_two_persons",
                table: "release",
                sql: "drafter <> releaser OR alone");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_release_two_persons",
                table: "release");

            migrationBuilder.DropColumn(
                name: "alone",
                table: "release");

            migrationBuilder.AddCheckConstraint(
                name: "ck_release_two_persons",
                table: "release",
                sql: "drafter <> releaser");
        }
    }
}
