// Everything the app needs, in one resource group. The Event Grid subscription follows in events.bicep,
// once the code is deployed and can answer for itself.

@description('Where to put everything. Flex Consumption must be offered there: az functionapp list-flexconsumption-locations.')
param location string = resourceGroup().location

@description('Tells environments apart in names and tags.')
@minLength(1)
@maxLength(64)
param environmentName string = 'dev'

@description('Memory of one instance in MB, and with it the cores: 512 has a quarter, 2048 one, 4096 two.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('The most instances the app may run at a time; the ceiling of what a busy day can cost.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Days that logs and telemetry are kept. The first 30 are included in the price.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Added to every resource.')
param tags object = {}

var token = uniqueString(subscription().id, resourceGroup().id, environmentName)
var allTags = union(
  tags,
  { application: 'ServerlessRetail', environment: environmentName, 'azd-env-name': environmentName }
)

// Names are known before anything is deployed, so what-if can say exactly what a change would do.
var identityName = 'id-retail-${token}'
var storageAccountName = 'stretail${token}'
var applicationInsightsName = 'appi-retail-${token}'

var dataContainers = ['datasets', 'scoring', 'scores', 'models', 'runs', 'quarantine']
var packageContainer = 'app-package'

module identity 'modules/identity.bicep' = {
  params: {
    name: identityName
    location: location
    tags: allTags
  }
}

// One account for the host and the data: the app's identity owns the blobs of both in any case, so a second account
// would cost a second set of roles, settings and (later) private endpoints and keep nobody out.
module storage 'modules/storage.bicep' = {
  params: {
    name: storageAccountName
    location: location
    tags: allTags
    containers: concat(dataContainers, [packageContainer])
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: 'log-retail-${token}'
    applicationInsightsName: applicationInsightsName
    location: location
    tags: allTags
    retentionInDays: logRetentionDays
  }
}

module roleAssignments 'modules/roleAssignments.bicep' = {
  params: {
    identityName: identityName
    storageAccountName: storageAccountName
    applicationInsightsName: applicationInsightsName
  }
  dependsOn: [identity, storage, monitoring]
}

module functionApp 'modules/functionApp.bicep' = {
  params: {
    name: 'func-retail-${token}'
    planName: 'plan-retail-${token}'
    location: location
    tags: allTags
    identityName: identityName
    storageAccountName: storageAccountName
    packageContainer: packageContainer
    applicationInsightsName: applicationInsightsName
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
  }
  // The host opens its storage when it starts, so the roles have to be there before the site.
  dependsOn: [roleAssignments]
}

// azd keeps outputs as environment values, hence the capitals.
output AZURE_FUNCTION_APP_NAME string = functionApp.outputs.name
output AZURE_FUNCTION_APP_URL string = functionApp.outputs.url
output AZURE_STORAGE_ACCOUNT_NAME string = storageAccountName
