using Mmhs.Testing;

namespace Mmhs.Portal.Tests.Round;

/// <summary>Tests that change the environment of the process: alone, one after the other.</summary>
[CollectionDefinition(nameof(KerberosRealm), DisableParallelization = true)]
public sealed class KerberosRealmTests;
