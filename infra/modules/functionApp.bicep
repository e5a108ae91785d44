@export()
@description('How big an instance is, how many there may be, and how many are kept warm.')
type scaleType = {
  @description('Memory of one instance in MB, and with it the cores: 512 has a quarter, 2048 one, 4096 two. Default 2048.')
  instanceMemoryMB: (512 | 2048 | 4096)?

  @description('The most instances at a time; the ceiling of what a busy day can cost. Default 40.')
  @minValue(1)
  @maxValue(1000)
  maximumInstances: int?

  @description('Requests that one instance works on at a time. Default 0: the plan decides by memory.')
  @minValue(0)
  @maxValue(1000)
  httpConcurrency: int?

  @description('Instances kept warm for HTTP, and paid for day and night. Default 0.')
  @minValue(0)
  @maxValue(1000)
  alwaysReadyHttp: int?

  @description('Instances kept warm for uploads, so that the first event after a pause finds its key loaded. Default 0.')
  @minValue(0)
  @maxValue(1000)
  alwaysReadyBlob: int?
}

@description('Name of the function app; its address is https://<name>.azurewebsites.net.')
param name string

@description('Name of the hosting plan.')
param planName string

@description('Where to put both.')
param location string

@description('Tags of both.')
param tags { *: string }

@description('The user-assigned identity that the app runs as.')
param identityName string

@description('The account with the host\'s own state and the deployment package.')
param hostStorageName string

@description('The account with the app\'s data.')
param dataStorageName string

@description('The blob container that deployments put the package in.')
param packageContainer string

@description('Where telemetry goes.')
param applicationInsightsName string

@description('How big an instance is, how many there may be, and how many are kept warm; what is not given has its default.')
param scale scaleType = {}

@description('The network that the app reaches storage through, with a subnet called app. Empty for none.')
param networkName string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource hostAccount 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: hostStorageName
}

resource dataAccount 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: dataStorageName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

var httpConcurrency = scale.?httpConcurrency ?? 0

// Groups that the plan scales apart from each other; each keeps its own instances warm.
var alwaysReady = filter(
  [
    { name: 'http', instanceCount: scale.?alwaysReadyHttp ?? 0 }
    { name: 'blob', instanceCount: scale.?alwaysReadyBlob ?? 0 }
  ],
  group => group.instanceCount > 0
)

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
  AzureWebJobsStorage__blobServiceUri: hostAccount.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: hostAccount.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: hostAccount.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
}

var dataStorage = {
  DataStorage__blobServiceUri: dataAccount.properties.primaryEndpoints.blob
  DataStorage__queueServiceUri: dataAccount.properties.primaryEndpoints.queue
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
          value: '${hostAccount.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: scale.?instanceMemoryMB ?? 2048
        maximumInstanceCount: scale.?maximumInstances ?? 40
        alwaysReady: alwaysReady
        triggers: httpConcurrency == 0 ? null : { http: { perInstanceConcurrency: httpConcurrency } }
      }
    }
    siteConfig: { minTlsVersion: '1.2' }
    virtualNetworkSubnetId: empty(networkName)
      ? null
      : resourceId('Microsoft.Network/virtualNetworks/subnets', networkName, 'app')
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
