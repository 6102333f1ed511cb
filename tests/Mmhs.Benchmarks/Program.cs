using Mmhs.Benchmarks;

// Each verb is one measurement in a process of its own; docs/performance.md says how they are made and what came of them.
return args switch
{
    ["drive", var folder, var count, ..] => await ReleaseDriver.RunAsync(
        folder,
        int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)
    ),
    ["sign", ..] => SignBenchmark.Run(),
    ["accept", ..] => await AcceptBenchmark.RunAsync(args[1..]),
    ["engine", ..] => await EngineBenchmark.RunAsync(),
    ["submit", ..] => await SubmitBenchmark.RunAsync(),
    ["ledger", ..] => await LedgerBenchmark.RunAsync(),
    ["latency", ..] => await LatencyBenchmark.RunAsync(),
    ["queue", ..] => await QueueBenchmark.RunAsync(),
    ["read", ..] => ReadBenchmark.Run(),
    ["open", ..] => await OpenBenchmark.RunAsync(),
    ["inbox", ..] => await InboxBenchmark.RunAsync(),
    ["pages", ..] => await PagesBenchmark.RunAsync(),
    ["search"] => await SearchBenchmark.RunAsync(1_000_000),
    ["search", var size] => await SearchBenchmark.RunAsync(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        sign                  build and sign against the raw native signature and MimeKit's default S/MIME context
        accept [SESSIONS]     durable accept rate against Postfix on the same disk (needs postfix installed)
        engine                the SMTP server engine alone, twenty sessions, nothing stored
        submit                durable submission by our own client, twenty sessions under TLS and logged in
        ledger                asking among a million copies whether one was released, against the look at its signature
        latency               release to inbox of a FLASH message, with an empty queue and behind 10,000 ROUTINE
        queue                 the head of the release queue with 100, 1,000, 10,000 and 100,000 messages in it, on both engines
        read                  a message of 10 KiB to its inbox row against MimeKit's bare parse
        open                  a message of 10 MB from the records to its text
        inbox                 the first and the last page of an inbox of 10,000, 100,000 and 1,000,000 messages, on both engines
        pages                 what a message costs with 200 inboxes open that it does not concern, and with 12 that show it
        search [MESSAGES]     pages of hits among a million messages, on both engines
        drive FOLDER COUNT    run a portal on FOLDER and release until COUNT messages are released; for the crash test
        """
    );
    return 2;
}
