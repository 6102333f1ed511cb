using System.Collections.Immutable;

namespace Mmhs.Wire.Headers;

/// <summary>Fields by name, unfolded; reports what is there twice and what cannot be read.</summary>
internal sealed class FieldLookup(IEnumerable<HeaderField> header)
{
    private readonly ILookup<string, string> _bodies = header.ToLookup(
        field => field.Name.TrimEnd(' ', '\t'),
        field => field.RawBody,
        StringComparer.OrdinalIgnoreCase
    );
    private readonly ImmutableArray<HeaderProblem>.Builder _problems = ImmutableArray.CreateBuilder<HeaderProblem>();

    public ImmutableArray<HeaderProblem> Problems => _problems.ToImmutable();

    public void Report(string code, string name, string text) => _problems.Add(new(code, name, text));

    /// <summary>Fields under misspelled names, each reported.</summary>
    public IEnumerable<MisspelledField> Misspelled()
    {
        foreach (var (misspelled, registered) in FieldNames.Aliases)
        {
            if (!_bodies.Contains(misspelled))
                continue;
            Report(HeaderCodes.Alias, misspelled, $"The name is not registered; {registered} is. The field is not used.");
            foreach (var body in All(misspelled))
                yield return new(misspelled, registered, FieldText.Trim(body));
        }
    }

    public IEnumerable<GatewayDetail> Details(IEnumerable<string> names) =>
        names.SelectMany(name => All(name).Select(body => new GatewayDetail(name, FieldText.Trim(body))));

    public string FirstPresent(string name, string olderName) => _bodies.Contains(name) ? name : olderName;

    public T? Value<T>(string name, Func<string, T?> read)
        where T : struct
    {
        if (Single(name) is not { } body)
            return null;
        var value = read(body);
        if (value is null)
            ReportSyntax(name);
        return value;
    }

    public T? Reference<T>(string name, Func<string, T?> read)
        where T : class
    {
        if (Single(name) is not { } body)
            return null;
        var value = read(body);
        if (value is null)
            ReportSyntax(name);
        return value;
    }

    public ImmutableArray<T> List<T>(string name, Func<string, ImmutableArray<T>?> read) => Value(name, read) ?? [];

    /// <summary>Every field of a trace name; one that cannot be unfolded is reported and left out.</summary>
    public IEnumerable<string> All(string name)
    {
        foreach (var raw in _bodies[name])
        {
            if (FieldText.Unfold(raw) is { } body)
                yield return body;
            else
                ReportSyntax(name);
        }
    }

    private string? Single(string name)
    {
        var bodies = _bodies[name].Take(2).ToList();
        if (bodies.Count == 0)
            return null;
        if (bodies.Count > 1)
        {
            Report(HeaderCodes.Duplicate, name, "The field is there more than once; none of them is used.");
            return null;
        }
        if (FieldText.Unfold(bodies[0]) is { } body)
            return body;
        ReportSyntax(name);
        return null;
    }

    private void ReportSyntax(string name) =>
        Report(HeaderCodes.Syntax, name, "The value does not follow the grammar of the field; it counts as absent.");
}
