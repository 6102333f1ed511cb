using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Mmhs.Migrations.PostgreSql.Portal
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
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    scope = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    flows_freely = table.Column<short>(type: "smallint", nullable: false),
                    max_octets = table.Column<long>(type: "bigint", nullable: true),
                    declared_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    declared_by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    declared_at = table.Column<long>(type: "bigint", nullable: false),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    ended_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    ended_by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
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
