using System.Collections.Immutable;
using System.Diagnostics;
using CsCheck;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

/// <summary>What a reviewer is told has changed is exactly what has.</summary>
public sealed class ContentDiffTests
{
    // Few letters and many line ends: what two texts have in common is then often ambiguous.
    private static readonly Gen<string> Text = Gen.String[Gen.Char["ab .\n\r\u00e9\ud83d"], 0, 60];

    private static readonly Gen<ImmutableArray<Mailbox>> Mailboxes = Gen.Int[0, 4]
        .Array[0, 4]
        .Select(numbers => numbers.Select(n => Sample.Mailbox($"m{n}")).ToImmutableArray());

    private static readonly Gen<ImmutableArray<Attachment>> Files = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2])
        .Array[0, 3]
        .Select(files =>
            files
                .Select(f => new Attachment($"f{f.Item1}.pdf", "application/pdf", 10, new string((char)('a' + f.Item2), 64)))
                .ToImmutableArray()
        );

    private static readonly Gen<DraftForm> Form = Gen.Select(
        Gen.Select(Mailboxes, Mailboxes, Files),
        Gen.Select(Text, Text),
        Gen.Enum<Precedence>().Nullable(),
        Gen.Byte[0, 4].Nullable(),
        Gen.Bool,
        Gen.Int[0, 2].Select(n => new[] { "LAB", "LAB12", "I2A" }[n]).Array[0, 4],
        (lists, texts, precedence, type, reports, codes) =>
            new DraftForm
            {
                To = lists.Item1,
                Cc = lists.Item2,
                Attachments = lists.Item3,
                Subject = texts.Item1,
                Text = texts.Item2,
                ActionPrecedence = precedence,
                MessageType = type,
                DeliveryReports = reports,
                SubjectIndicatorCodes = [.. codes],
            }
    );

    [Fact]
    public void The_pieces_of_a_text_are_the_text_on_both_sides() =>
        Gen.Select(Text, Text)
            .Sample(
                (before, after) =>
                {
                    var (old, now) = TextDiff.Of(before, after);
                    Assert.Equal(before, Joined(old));
                    Assert.Equal(after, Joined(now));
                    Assert.DoesNotContain(old, run => run.Mark == DiffMark.Added);
                    Assert.DoesNotContain(now, run => run.Mark == DiffMark.Removed);
                }
            );

    [Fact]
    public void What_is_the_same_is_the_same_on_both_sides() =>
        Gen.Select(Text, Text)
            .Sample(
                (before, after) =>
                {
                    var (old, now) = TextDiff.Of(before, after);
                    Assert.Equal(
                        Joined(old.Where(run => run.Mark == DiffMark.Same)),
                        Joined(now.Where(run => run.Mark == DiffMark.Same))
                    );
                }
            );

    [Fact]
    public void Equal_forms_have_no_change() => Form.Sample(form => Assert.Empty(ContentDiff.Of(form, form with { })));

    [Fact]
    public void The_order_of_addressees_and_files_is_no_change() =>
        Form.Sample(form =>
            Assert.Empty(
                ContentDiff.Of(
                    form,
                    form with
                    {
                        To = [.. form.To.Reverse()],
                        Cc = [.. form.Cc.Reverse()],
                        Attachments = [.. form.Attachments.Reverse()],
                    }
                )
            )
        );

    [Fact]
    public void Looked_at_the_other_way_round_added_is_removed() =>
        Gen.Select(Form, Form)
            .Sample(
                (one, other) =>
                {
                    var there = ContentDiff.Of(one, other);
                    var back = ContentDiff.Of(other, one);
                    Assert.Equal(
                        there.Select(change => (change.Field, Turned(change.Kind))),
                        back.Select(change => (change.Field, change.Kind))
                    );
                    foreach (var (forth, turned) in there.Zip(back))
                    {
                        Assert.Equal(forth.Before.Select(Turned), turned.After);
                        Assert.Equal(forth.After.Select(Turned), turned.Before);
                    }
                }
            );

    [Fact]
    public void Every_field_that_differs_is_told_by_the_name_compose_has_for_it()
    {
        var after = Sample.Form with
        {
            Label = new(Sample.PolicyId, 3),
            ActionPrecedence = Precedence.Flash,
            InformationPrecedence = Precedence.Priority,
            To = [Sample.Mailbox("j3")],
            Cc = [],
            Bcc = [Sample.Mailbox("x")],
            Subject = "Move",
            SubjectIndicatorCodes = [],
            MessageType = 0,
            MessageTypeIdentifier = "SOUTHERN LIGHT",
            Dtg = new DateTimeGroup(Sample.Now),
            Text = "Move at dusk.",
            Attachments = [new("a", "text/plain", 1, new string('0', 64))],
            DeliveryReports = false,
            Requests = [new(Sample.Mailbox("x").Address, ReportRequest.Never, false)],
            Optional = Compose.OptionalFieldsTests.Full,
        };

        var changes = ContentDiff.Of(Sample.Form, after);

        Assert.Equal(FormFields.All.Select(pair => pair.Field), changes.Select(change => change.Field));
        Assert.Equal(
            changes.Select(change => change.Field).Order(StringComparer.Ordinal),
            FormFields.Differing(Sample.Form, after).Order(StringComparer.Ordinal)
        );
        Assert.Equal("PRIORITY to FLASH", Said(changes, "action-precedence"));
        Assert.Equal("requested to not requested", Said(changes, "delivery-reports"));
        Assert.Equal("operation to exercise", Said(changes, "message-type"));
        Assert.Equal(" to 231600Z NOV 26", Said(changes, "dtg"));
        Assert.Equal(ChangeKind.Removed, changes.Single(change => change.Field == "cc").Kind);
        Assert.Equal(ChangeKind.Added, changes.Single(change => change.Field == "attachments").Kind);
    }

    [Fact]
    public void A_changed_word_is_found_in_its_line()
    {
        var (before, after) = TextDiff.Of("1. Move at dawn.\n2. Report.\n", "1. Move at dusk.\n2. Report.\n");

        Assert.Equal(
            [new(DiffMark.Same, "1. Move at "), new(DiffMark.Removed, "dawn"), new(DiffMark.Same, ".\n2. Report.\n")],
            before
        );
        Assert.Equal(
            [new(DiffMark.Same, "1. Move at "), new(DiffMark.Added, "dusk"), new(DiffMark.Same, ".\n2. Report.\n")],
            after
        );
    }

    [Fact]
    public void A_file_of_the_same_name_with_other_octets_is_told_with_both_digests()
    {
        var (old, now) = (new string('a', 64), new string('b', 64));
        var change = Assert.Single(
            ContentDiff.Of(
                Sample.Form with
                {
                    Attachments = [new("plan.pdf", "application/pdf", 10, old)],
                },
                Sample.Form with
                {
                    Attachments = [new("plan.pdf", "application/pdf", 10, now)],
                }
            )
        );

        Assert.Equal(ChangeKind.Changed, change.Kind);
        Assert.Contains(old, Assert.Single(change.Before).Text, StringComparison.Ordinal);
        Assert.Contains(now, Assert.Single(change.After).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_million_characters_that_have_little_in_common_end_in_time(bool shortLines)
    {
        var random = new Random(1);
        string Make() =>
            string.Create(
                1_000_000,
                random,
                (span, source) =>
                {
                    for (var i = 0; i < span.Length; i++)
                        span[i] = i % (shortLines ? 2 : 80) == 1 ? '\n' : (char)('a' + source.Next(26));
                }
            );
        var (before, after) = (Make(), Make());
        var memory = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();

        var (old, now) = TextDiff.Of(before, after);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - memory < 400_000_000, "It took more than 400 MB.");
        Assert.Equal(before, Joined(old));
        Assert.Equal(after, Joined(now));
    }

    private static string Joined(IEnumerable<DiffRun> runs) => string.Concat(runs.Select(run => run.Text));

    private static string Said(ImmutableArray<FieldChange> changes, string field)
    {
        var change = changes.Single(c => c.Field == field);
        return $"{Joined(change.Before)} to {Joined(change.After)}";
    }

    private static ChangeKind Turned(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.Added => ChangeKind.Removed,
            ChangeKind.Removed => ChangeKind.Added,
            ChangeKind.Changed => ChangeKind.Changed,
        };

    private static DiffRun Turned(DiffRun run) =>
        run with
        {
            Mark = run.Mark switch
            {
                DiffMark.Same => DiffMark.Same,
                DiffMark.Removed => DiffMark.Added,
                DiffMark.Added => DiffMark.Removed,
            },
        };
}
