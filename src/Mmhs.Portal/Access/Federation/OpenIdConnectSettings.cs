namespace Mmhs.Portal.Access.Federation;

/// <summary>What a claim of the provider is compared with to find a person here.</summary>
internal enum PersonMatch : byte
{
    /// <summary>The name the person signs in with.</summary>
    SignInName = 0,

    /// <summary>The address of the person's own mailbox.</summary>
    Address = 1,
}

/// <summary>Sign-in through an OpenID Connect provider. Without <see cref="ClientId"/> there is none.</summary>
internal sealed class OpenIdConnectSettings
{
    public const string Section = "Mmhs:OpenIdConnect";

    /// <summary>What the button says after "Sign in with"; "single sign-on".</summary>
    public string DisplayName { get; set; } = "single sign-on";

    /// <summary>Issuer of any provider, as its discovery document writes it; null for Entra ID.</summary>
    public string? Issuer { get; set; }

    /// <summary>Entra ID's cloud, with <see cref="TenantId"/>; the public one unless set.</summary>
    public string Instance { get; set; } = "https://login.microsoftonline.com/";

    /// <summary>Entra ID's directory; null for any other provider. One tenant only: <c>common</c> would let everybody's in.</summary>
    public string? TenantId { get; set; }

    public string? ClientId { get; set; }

    /// <summary>Better kept in <see cref="ClientSecretFile"/>.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>File whose text, without blanks at its ends, is the secret.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>How the answer comes back: <c>query</c>, or <c>form_post</c>, which browsers carry over https only.</summary>
    public string ResponseMode { get; set; } = "query";

    /// <summary>False only for a provider on the same machine.</summary>
    public bool RequireHttpsMetadata { get; set; } = true;

    /// <summary>Scopes asked for besides <c>openid</c> and <c>profile</c>.</summary>
    public string[] Scopes { get; set; } = [];

    /// <summary>Claim that says which person of ours this is at the first sign-in; null: only identities that were tied to a person before come in.</summary>
    public string? PersonClaim { get; set; }

    public PersonMatch PersonIs { get; set; } = PersonMatch.SignInName;

    /// <summary>Whether an <c>email</c> claim counts only with <c>email_verified</c>. False only where the provider itself hands out the addresses.</summary>
    public bool RequireVerifiedAddress { get; set; } = true;

    public bool IsOn => !string.IsNullOrWhiteSpace(ClientId);

    /// <summary>Everything that is wrong, each with its remedy.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsOn)
            yield break;
        if (Issuer is null == (TenantId is null))
            yield return $"{Section}: exactly one of Issuer (any provider) and TenantId (Entra ID) is wanted. Set one and remove the other.";
        if (
            Issuer is not null
            && !(Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) && issuer.Scheme is "https" or "http")
        )
            yield return $"{Section}:Issuer is {Issuer}, which is no http or https address. Write it as the provider's discovery document does.";
        if (RequireHttpsMetadata && Issuer?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true)
            yield return $"{Section}:Issuer is {Issuer}, in the clear. Use https, or set RequireHttpsMetadata to false for a provider on this machine.";
        if (TenantId is "common" or "organizations" or "consumers")
            yield return $"{Section}:TenantId is {TenantId}, which stands for every directory there is. Write the one that is meant.";
        if (ClientSecret is not null && ClientSecretFile is not null)
            yield return $"{Section}: ClientSecret and ClientSecretFile are both set. Remove one.";
        if (ClientSecretFile is not null && !File.Exists(ClientSecretFile))
            yield return $"{Section}:ClientSecretFile {ClientSecretFile} is not there. Make it, or remove the setting.";
        if (ResponseMode is not ("query" or "form_post"))
            yield return $"{Section}:ResponseMode is {ResponseMode}. Use query or form_post.";
    }

    public string? ReadSecret() => ClientSecretFile is null ? ClientSecret : File.ReadAllText(ClientSecretFile).Trim();
}
