using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Mmhs.Migrations.PostgreSql.Portal
{
    /// <inheritdoc />
    public partial class Organisation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "deactivated_at",
                table: "role_mailbox",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "unit_id",
                table: "role_mailbox",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "first_password_until",
                table: "person",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "from_name",
                table: "message_version",
                type: "character varying(250)",
                maxLength: 250,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "before",
                table: "last_look",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "address_list",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    purpose = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_address_list", x => x.id);
                    table.ForeignKey(
                        name: "FK_address_list_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "unit",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<int>(type: "integer", nullable: false),
                    parent_id = table.Column<int>(type: "integer", nullable: true),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unit", x => x.id);
                    table.ForeignKey(
                        name: "FK_unit_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_unit_unit_parent_id",
                        column: x => x.parent_id,
                        principalTable: "unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "address_list_member",
                columns: table => new
                {
                    list_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    address = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true),
                    member_list_id = table.Column<int>(type: "integer", nullable: true),
                    information_only = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_address_list_member", x => new { x.list_id, x.number });
                    table.ForeignKey(
                        name: "FK_address_list_member_address_list_list_id",
                        column: x => x.list_id,
                        principalTable: "address_list",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_address_list_member_address_list_member_list_id",
                        column: x => x.member_list_id,
                        principalTable: "address_list",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_role_mailbox_unit",
                table: "role_mailbox",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "ux_address_list_organisation_name",
                table: "address_list",
                columns: new[] { "organisation_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_address_list_member_member_list_id",
                table: "address_list_member",
                column: "member_list_id");

            migrationBuilder.CreateIndex(
                name: "IX_unit_parent_id",
                table: "unit",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ux_unit_parent_name",
                table: "unit",
                columns: new[] { "organisation_id", "parent_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "address_list_member");

            migrationBuilder.DropTable(
                name: "unit");

            migrationBuilder.DropTable(
                name: "address_list");

            migrationBuilder.DropIndex(
                name: "ix_role_mailbox_unit",
                table: "role_mailbox");

            migrationBuilder.DropColumn(
                name: "deactivated_at",
                table: "role_mailbox");

            migrationBuilder.DropColumn(
                name: "unit_id",
                table: "role_mailbox");

            migrationBuilder.DropColumn(
                name: "first_password_until",
                table: "person");

            migrationBuilder.DropColumn(
                name: "from_name",
                table: "message_version");

            migrationBuilder.DropColumn(
                name: "before",
                table: "last_look");
        }
    }
}
