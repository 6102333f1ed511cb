using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Mmhs.Migrations.PostgreSql.Portal
{
    /// <inheritdoc />
    public partial class Elements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(
                name: "receipt",
                table: "tracking",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<long>(
                name: "receipt_at",
                table: "tracking",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "expires_at",
                table: "inbox",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "from_address",
                table: "inbox",
                type: "character varying(320)",
                maxLength: 320,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "obsoleted_by",
                table: "inbox",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "receipt",
                table: "inbox",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<long>(
                name: "receipt_at",
                table: "inbox",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "receipt_by",
                table: "inbox",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reverse_path",
                table: "inbox",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "supersession",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    role_id = table.Column<int>(type: "integer", nullable: false),
                    obsolete = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    from_address = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_supersession", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_supersession_role_obsolete",
                table: "supersession",
                columns: new[] { "role_id", "obsolete" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "supersession");

            migrationBuilder.DropColumn(
                name: "receipt",
                table: "tracking");

            migrationBuilder.DropColumn(
                name: "receipt_at",
                table: "tracking");

            migrationBuilder.DropColumn(
                name: "expires_at",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "from_address",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "obsoleted_by",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "receipt",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "receipt_at",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "receipt_by",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "reverse_path",
                table: "inbox");
        }
    }
}
