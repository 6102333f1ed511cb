using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Mmhs.Migrations.PostgreSql.Portal
{
    /// <inheritdoc />
    public partial class Identity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "deactivated_at",
                table: "person",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "granted_by",
                table: "membership",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_from",
                table: "membership",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_until",
                table: "membership",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "role_rule",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    provided_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    claim_type = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    claim_value = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    function = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_rule", x => x.id);
                    table.ForeignKey(
                        name: "FK_role_rule_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_role_rule_role_mailbox_role_id",
                        column: x => x.role_id,
                        principalTable: "role_mailbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_person_address",
                table: "person",
                column: "address");

            migrationBuilder.CreateIndex(
                name: "ix_membership_granted_by",
                table: "membership",
                column: "granted_by");

            migrationBuilder.CreateIndex(
                name: "ix_role_rule_role",
                table: "role_rule",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "ux_role_rule",
                table: "role_rule",
                columns: new[] { "organisation_id", "provided_by", "claim_type", "claim_value", "role_id", "function" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "role_rule");

            migrationBuilder.DropIndex(
                name: "ix_person_address",
                table: "person");

            migrationBuilder.DropIndex(
                name: "ix_membership_granted_by",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "deactivated_at",
                table: "person");

            migrationBuilder.DropColumn(
                name: "granted_by",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "held_from",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "held_until",
                table: "membership");
        }
    }
}
