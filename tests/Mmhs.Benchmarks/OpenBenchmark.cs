using System.Diagnostics;
using System.Text;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Inbox;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Testing.Host;

namespace Mmhs.Benchmarks;

/// <summary>From the click on a message of 10 MB to its text: read from the records, parsed, checked, and written down as read.</summary>
public static class OpenBenchmark
{
    public static async Task<int> RunAsync()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null, "--Logging:LogLevel:Default=Error");
        var reader = await portal.ActorAsync("drafter", RoleFunction.Drafter, CancellationToken.None);
        var label = await portal
            .Get<LabelAccess>()
            .NumberAsync(new SecurityLabel(reader.Clearances[0].PolicyId, 3), CancellationToken.None);
        foreach (var megabytes in (int[])[0, 1, 10])
        {
            var stored = new StoredMessageRow
            {
                Id = Guid.NewGuid(),
                Octets = Message(megabytes * 1_000_000),
                StoredAt = DateTimeOffset.UnixEpoch,
            };
            var row = new InboxRow
            {
                RoleId = reader.RoleId,
                MessageId = $"m{megabytes}",
                ContentSha256 = new string('0', 64),
                LabelId = label,
                ReceivedAt = DateTimeOffset.UnixEpoch,
                StoredMessageId = stored.Id,
                Indexed = true,
            };
            await using (var context = await portal.Get<PortalRecords>().ReadAsync(CancellationToken.None))
            {
                context.StoredMessages.Add(stored);
                context.Inbox.Add(row);
                await context.SaveChangesAsync();
            }
            var times = new List<double>();
            long allocated = 0;
            for (var i = 0; i < 25; i++)
            {
                var before = GC.GetTotalAllocatedBytes();
                var watch = Stopwatch.StartNew();
                if (
                    (await portal.Get<InboxDesk>().OpenAsync(reader, row.Id, CancellationToken.None))?.Reading.Text
                    is not { Length: > 0 }
                )
                    throw new InvalidOperationException("There is no text.");
                if (i < 5)
                    continue;
                times.Add(watch.Elapsed.TotalMilliseconds);
                allocated = GC.GetTotalAllocatedBytes() - before;
            }
            Measured.Say(
                $"{stored.Octets.Length, 12:N0} octets   to the text p50 {Measured.Median(times), 6:N1} ms worst {times.Max(), 6:N1} ms   allocated {allocated / 1e6, 6:N1} MB an opening"
            );
        }
        return 0;
    }

    private static byte[] Message(int octets)
    {
        var file = new byte[octets * 3 / 4];
        Random.Shared.NextBytes(file);
        return Encoding.ASCII.GetBytes(
            "From: <j4@bde3.northland.example>\r\nTo: <j3@hq.northland.example>\r\nDate: Mon, 23 Nov 2026 16:04:00 +0000\r\nMessage-ID: <m@bde3.northland.example>\r\nSubject: Large\r\n"
                + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the map.\r\n--b\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Disposition: attachment; filename=map.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks)
                + "\r\n--b--\r\n"
        );
    }
}
