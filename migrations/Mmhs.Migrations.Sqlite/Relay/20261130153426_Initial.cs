using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mmhs.Migrations.Sqlite.Relay
{
    /// <inheritdoc />
    public partial class Initial : Migration
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
                name: "audit_checkpoint",
                columns: table => new
                {
                    stream = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    signature = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_checkpoint", x => new { x.stream, x.number });
                });

            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    stream = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    canon = table.Column<byte[]>(type: "BLOB", nullable: false),
                    entry_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    chain_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    event_type = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    actor = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    message_id = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    envelope_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    correlation = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => new { x.stream, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "audit_stream",
                columns: table => new
                {
                    stream = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    chain = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    frontier = table.Column<byte[]>(type: "BLOB", maxLength: 2048, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_stream", x => x.stream);
                });

            migrationBuilder.CreateTable(
                name: "queue_message",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    state = table.Column<short>(type: "INTEGER", nullable: false),
                    handled_as = table.Column<short>(type: "INTEGER", nullable: false),
                    priority = table.Column<short>(type: "INTEGER", nullable: false),
                    priority_given = table.Column<bool>(type: "INTEGER", nullable: false),
                    arrived_at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    deliver_by = table.Column<long>(type: "INTEGER", nullable: true),
                    return_when_late = table.Column<bool>(type: "INTEGER", nullable: false),
                    trace_delivery = table.Column<bool>(type: "INTEGER", nullable: false),
                    late_told = table.Column<bool>(type: "INTEGER", nullable: false),
                    held_until = table.Column<long>(type: "INTEGER", nullable: true),
                    hold_request = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    reverse_path = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    envelope_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    message_id = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    @return = table.Column<string>(name: "return", type: "TEXT", maxLength: 4, nullable: true),
                    body = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    authenticated_as = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    submitted_at = table.Column<long>(type: "INTEGER", nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_queue_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "queue_body",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    octets = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_queue_body", x => x.id);
                    table.ForeignKey(
                        name: "FK_queue_body_queue_message_id",
                        column: x => x.id,
                        principalTable: "queue_message",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "queue_recipient",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    forward_path = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    notify = table.Column<int>(type: "INTEGER", nullable: true),
                    original_recipient = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    last_reply = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_queue_recipient", x => new { x.message_id, x.number });
                    table.ForeignKey(
                        name: "FK_queue_recipient_queue_message_message_id",
                        column: x => x.message_id,
                        principalTable: "queue_message",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_address_name",
                table: "audit_address",
                columns: new[] { "name", "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_actor",
                table: "audit_entry",
                columns: new[] { "actor", "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_at",
                table: "audit_entry",
                columns: new[] { "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_correlation",
                table: "audit_entry",
                columns: new[] { "correlation", "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_envelope",
                table: "audit_entry",
                columns: new[] { "envelope_id", "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_message",
                table: "audit_entry",
                columns: new[] { "message_id", "at", "seq", "stream" });

            migrationBuilder.CreateIndex(
                name: "ix_queue_message_claim",
                table: "queue_message",
                columns: new[] { "state", "handled_as", "arrived_at", "id" },
                descending: new[] { false, true, false, false });

            migrationBuilder.CreateIndex(
                name: "ix_queue_message_due",
                table: "queue_message",
                columns: new[] { "state", "due_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_address");

            migrationBuilder.DropTable(
                name: "audit_checkpoint");

            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "audit_stream");

            migrationBuilder.DropTable(
                name: "queue_body");

            migrationBuilder.DropTable(
                name: "queue_recipient");

            migrationBuilder.DropTable(
                name: "queue_message");
        }
    }
}
