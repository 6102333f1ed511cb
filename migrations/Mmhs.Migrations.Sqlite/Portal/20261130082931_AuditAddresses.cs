using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Portal
{
    /// <inheritdoc />
    public partial class AuditAddresses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_address",
                columns: table => new
                {
                    stream = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_address", x => new { x.stream, x.seq, x.name });
                });

            migrationBuilder.CreateTable(
                name: "audit_address_gap",
                columns: table => new
                {
                    stream = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    below = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_address_gap", x => x.stream);
                });

            // entries of before get theirs after the start, newest first
            migrationBuilder.Sql("INSERT INTO audit_address_gap (stream, below) SELECT stream, size FROM audit_stream WHERE size > 0;");

            migrationBuilder.CreateIndex(
                name: "ix_audit_address_name",
                table: "audit_address",
                columns: new[] { "name", "at", "seq", "stream" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_address");

            migrationBuilder.DropTable(
                name: "audit_address_gap");
        }
    }
}
