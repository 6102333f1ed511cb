# The portal with its post room and its signing service in one process.
#
#   docker build -t mmhs-portal .
#   docker run --rm --network host --read-only --tmpfs /tmp -v mmhs-data:/data mmhs-portal
#
# Demo mode (the default) listens on loopback only, therefore --network host. Anywhere else set Mmhs__Mode=Production, ASPNETCORE_URLS and the
# addresses of the other doors, and publish their ports. Everything that is written goes to /data.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src src
COPY migrations migrations
COPY policies policies
COPY wwwroot wwwroot
RUN dotnet publish src/Mmhs.Portal --configuration Release --output /app && mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
ENV Mmhs__DataFolder=/data \
    DOTNET_EnableDiagnostics=0
VOLUME /data
USER $APP_UID
# pages and API; submission; transfer. Delivery (LMTP) is for our own relay and whom Mmhs:DeliveryCallers names, and is not exposed
EXPOSE 5080 5587 5525
# the program asks itself: there is no other tool in the image
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["dotnet", "Mmhs.Portal.dll", "--health"]
ENTRYPOINT ["dotnet", "Mmhs.Portal.dll"]
