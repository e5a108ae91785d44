@description('Name of the function app; its address is https://<name>.azurewebsites.net.')
param name string

@description('Name of the hosting plan.')
param planName string

@description('Where to put both.')
param location string

@description('Tags of both.')
param tags object

@description('The user-assigned identity that the app runs as.')
param identityName string

@description('The account with the app\'s data and the host\'s own state.')
param storageAccountName string

@description('The blob container that deployments put the package in.')
param packageContainer string

@description('Where telemetry goes.')
param applicationInsightsName string

@description('Memory of one instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('The most instances at a time.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource storageAccount 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

// The blob trigger with the Event Grid source also opens a queue, so a connection without the queue's address
// fails at start. The host's own connection uses tables as well.
var hostStorage = {
  AzureWebJobsStorage__blobServiceUri: storageAccount.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: storageAccount.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: storageAccount.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
}

var dataStorage = {
  DataStorage__blobServiceUri: storageAccount.properties.primaryEndpoints.blob
  DataStorage__queueServiceUri: storageAccount.properties.primaryEndpoints.queue
  DataStorage__credential: 'managedidentity'
  DataStorage__clientId: identity.properties.clientId
}

var telemetry = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  // Names the identity to the credential that the worker exports with.
  AZURE_CLIENT_ID: identity.properties.clientId
}

// Flex Consumption runs the Event Grid source only.
var triggers = {
  'AzureWebJobs.TrainModel.Disabled': 'false'
  'AzureWebJobs.TrainModelPolling.Disabled': 'true'
  'AzureWebJobs.ScoreFile.Disabled': 'false'
  'AzureWebJobs.ScoreFilePolling.Disabled': 'true'
}

resource site 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storageAccount.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
    }
    siteConfig: { minTlsVersion: '1.2' }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(hostStorage, dataStorage, telemetry, triggers)
  }

  // Deployment signs in like everything else; no publishing passwords.
  resource ftpPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scmPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output name string = site.name
output url string = 'https://${site.properties.defaultHostName}'
