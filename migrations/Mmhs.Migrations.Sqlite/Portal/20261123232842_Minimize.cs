using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Portal
{
    /// <inheritdoc />
    public partial class Minimize : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "minimize",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    organisation_id = table.Column<int>(type: "INTEGER", nullable: false),
                    scope = table.Column<string>(type: "TEXT", maxLength: 20000, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    flows_freely = table.Column<short>(type: "INTEGER", nullable: false),
                    max_octets = table.Column<long>(type: "INTEGER", nullable: true),
                    declared_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    declared_by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    declared_at = table.Column<long>(type: "INTEGER", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ended_by_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_minimize", x => x.id);
                    table.ForeignKey(
                        name: "FK_minimize_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_minimize_organisation_until",
                table: "minimize",
                columns: new[] { "organisation_id", "until" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "minimize");
        }
    }
}
