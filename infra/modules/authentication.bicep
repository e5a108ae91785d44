// Entra ID in front of HTTP: a caller without a token of the tenant does not reach the app. Function keys hold beside it.

@description('The function app.')
param functionAppName string

@description('Client ID of the app registration that tokens are for.')
param clientId string

@description('Client IDs of the applications whose tokens are taken; empty for any.')
param allowedClients string[]

resource site 'Microsoft.Web/sites@2024-04-01' existing = {
  name: functionAppName
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: site
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
      // Event Grid brings no token of this tenant but the key of the blob trigger, which the host checks.
      excludedPaths: ['/runtime/webhooks/*']
    }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: clientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [clientId, 'api://${clientId}']
          defaultAuthorizationPolicy: empty(allowedClients) ? {} : { allowedApplications: allowedClients }
        }
      }
    }
    // Tokens are checked, not kept: nobody signs in here with a browser.
    login: { tokenStore: { enabled: false } }
  }
}
