// Shows the description. Nothing is fetched or sent but here: no fonts, no telemetry, no proxy; the
// page's Content-Security-Policy holds the viewer to it.
Scalar.createApiReference('#reference', {
    url: 'openapi.json',
    // Where this page is from: behind a proxy the description may have another scheme or name.
    servers: [{ url: new URL('.', location.href).href.replace(/\/$/, '') }],
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: 'never',
    hideClientButton: true,
    hideModels: true,
    defaultOpenFirstTag: true,
    defaultOpenAllTags: false,
    orderSchemaPropertiesBy: 'preserve',
    orderRequiredPropertiesFirst: true,
    documentDownloadType: 'none',
    persistAuth: true,
    authentication: { preferredSecurityScheme: 'bearer' },
    defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
});
