namespace Mmhs.Portal.Submit;

internal static class SubmissionRegistration
{
    /// <summary>The outbox and its worker. To be added after the mail transport: it begins when the doors are open, and ends before they close.</summary>
    public static IServiceCollection AddSubmission(this IServiceCollection services)
    {
        services
            .AddOptions<SubmissionOptions>()
            .BindConfiguration(SubmissionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<SignStep>();
        services.AddSingleton<SubmitStep>();
        services.AddSingleton<ReceiptStep>();
        services.AddSingleton<HopelessStep>();
        services.AddHostedService<OutboxWorker>();
        return services;
    }
}
