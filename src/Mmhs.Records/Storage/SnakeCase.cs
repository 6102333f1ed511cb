using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Storage;

/// <summary>Column names as people write them in SQL, the same on both engines. Tables, indexes and lengths are written out in the maps.</summary>
internal static class SnakeCase
{
    public static void NameColumns(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        foreach (var property in entity.GetProperties().Where(_ => !entity.IsMappedToJson())) // what is within one JSON column has no columns
            property.SetColumnName(Of(property.Name));
    }

    private static string Of(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var wordStarts =
                i > 0
                && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (wordStarts)
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }
        return snake.ToString();
    }
}
