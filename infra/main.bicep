// Everything the app needs, in one resource group. The Event Grid subscriptions follow in events.bicep,
// once the code is deployed and can answer for itself.

import { scaleType } from 'modules/functionApp.bicep'
import { retentionType } from 'modules/lifecycle.bicep'
import { alertLimitsType } from 'modules/alerts.bicep'

@description('Where to put everything. Flex Consumption must be offered there: az functionapp list-flexconsumption-locations.')
param location string = resourceGroup().location

@description('Tells environments apart in names and tags.')
@minLength(1)
@maxLength(64)
param environmentName string = 'dev'

@description('Added to every resource.')
param tags { *: string } = {}

@description('How big an instance is, how many there may be, and how many are kept warm.')
param scale scaleType = {}

@description('Copies of the data: in one building, in three of one region, or in two regions as well.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param dataRedundancy string = 'Standard_LRS'

@description('Days after which data goes to a cheaper tier or is deleted.')
param retention retentionType = {}

@description('Days that logs and telemetry are kept. The first 30 are included in the price.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Most GB of logs and telemetry a day; what comes after it that day is lost. -1 takes in everything.')
@minValue(-1)
param logDailyCapGB int = 1

@description('Whether every read of a blob of the data is logged too, beside every write and delete.')
param logBlobReads bool = false

@description('Whether both accounts are closed to the internet and reached through private endpoints.')
param privateNetwork bool = false

@description('The network\'s addresses, a /24 or larger. Two subnets are cut out of it.')
param networkAddressPrefix string = '10.20.0.0/24'

@description('With privateNetwork: public addresses (or CIDR ranges up to /30) that people still upload from.')
param uploadIpAddresses string[] = []

@description('Client ID of an Entra app registration. With one, callers need a token for it as well as a function key.')
param authenticationClientId string = ''

@description('Client IDs of the applications whose tokens are taken. Empty: any of the tenant that gets a token for the app.')
param authenticationAllowedClients string[] = []

@description('Who uploads and fetches results: object ID of a person, a group or a service principal. Empty: nobody is given a role.')
param uploaderPrincipalId string = ''

@description('What the uploader is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param uploaderPrincipalType string = 'User'

@description('Whether there are alert rules. They are looked at day and night, and so cost a little also while nothing runs.')
param alerts bool = true

@description('Whether there is a workbook with the questions that operators ask. It costs nothing.')
param workbook bool = true

@description('Who is told when an alert fires. Without anybody, alerts still show up in the portal.')
param alertEmails string[] = []

@description('What counts as slow and as too many errors.')
param alertLimits alertLimitsType = {}

@description('Money a month after which somebody is told, in the currency of the bill. 0 makes no budget. It stops nothing.')
@minValue(0)
param budgetAmount int = 0

@description('First month of the budget, as yyyy-MM-01: the present or a coming month when the budget is made, the same ever after. Empty makes no budget.')
param budgetStart string = ''

var token = uniqueString(subscription().id, resourceGroup().id, environmentName)
var allTags = union(
  tags,
  { application: 'ServerlessRetail', environment: environmentName, 'azd-env-name': environmentName }
)

// Names are known before anything is deployed, so what-if can say exactly what a change would do.
var identityName = 'id-retail-${token}'
var dataStorageName = 'stretail${token}'
var hostStorageName = 'sthost${token}'
var workspaceName = 'log-retail-${token}'
var applicationInsightsName = 'appi-retail-${token}'
var topicName = 'evgt-${dataStorageName}'
var networkName = 'vnet-retail-${token}'
var functionAppName = 'func-retail-${token}'

var packageContainer = 'app-package'
var deadLetterContainer = 'dead-letters'
var dataContainers = ['datasets', 'scoring', 'scores', 'models', 'runs', 'quarantine', deadLetterContainer]

module identity 'modules/identity.bicep' = {
  params: {
    name: identityName
    location: location
    tags: allTags
  }
}

// Two accounts. The host has to own the blobs of its account, writes keys, leases and receipts to it all day, and may
// lose all of it; customers' data needs less of the app, and versions, soft delete and an audit log that would only
// cost money on the host's leases. Each role is thus held on the account that it is for.
module hostStorage 'modules/storage.bicep' = {
  params: {
    name: hostStorageName
    location: location
    tags: allTags
    containers: [packageContainer]
    keepsHistory: false
    closed: privateNetwork
  }
}

module dataStorage 'modules/storage.bicep' = {
  params: {
    name: dataStorageName
    location: location
    tags: allTags
    redundancy: dataRedundancy
    containers: dataContainers
    keepsHistory: true
    closed: privateNetwork
    allowedIpAddresses: uploadIpAddresses
  }
}

module lifecycle 'modules/lifecycle.bicep' = {
  params: {
    storageAccountName: dataStorageName
    retention: retention
  }
  dependsOn: [dataStorage]
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: workspaceName
    applicationInsightsName: applicationInsightsName
    location: location
    tags: allTags
    retentionInDays: logRetentionDays
    dailyCapGB: logDailyCapGB
  }
}

module events 'modules/events.bicep' = {
  params: {
    name: topicName
    location: location
    tags: allTags
    storageAccountName: dataStorageName
  }
  dependsOn: [dataStorage]
}

module roleAssignments 'modules/roleAssignments.bicep' = {
  params: {
    identityName: identityName
    hostStorageName: hostStorageName
    dataStorageName: dataStorageName
    applicationInsightsName: applicationInsightsName
    topicName: topicName
    deadLetterContainer: deadLetterContainer
  }
  dependsOn: [identity, hostStorage, dataStorage, monitoring, events]
}

module uploaderRoles 'modules/uploaderRoles.bicep' = if (!empty(uploaderPrincipalId)) {
  params: {
    principalId: uploaderPrincipalId
    principalType: uploaderPrincipalType
    storageAccountName: dataStorageName
  }
  dependsOn: [dataStorage]
}

module network 'modules/network.bicep' = if (privateNetwork) {
  params: {
    name: networkName
    location: location
    tags: allTags
    addressPrefix: networkAddressPrefix
  }
}

module privateEndpoints 'modules/privateEndpoints.bicep' = if (privateNetwork) {
  params: {
    networkName: networkName
    location: location
    tags: allTags
    hostStorageName: hostStorageName
    dataStorageName: dataStorageName
  }
  dependsOn: [network, hostStorage, dataStorage]
}

module functionApp 'modules/functionApp.bicep' = {
  params: {
    name: functionAppName
    planName: 'plan-retail-${token}'
    location: location
    tags: allTags
    identityName: identityName
    hostStorageName: hostStorageName
    dataStorageName: dataStorageName
    packageContainer: packageContainer
    applicationInsightsName: applicationInsightsName
    scale: scale
    networkName: privateNetwork ? networkName : ''
  }
  // The host opens its storage when it starts, so the roles and the way there have to be there before the site.
  dependsOn: [roleAssignments, privateEndpoints]
}

module authentication 'modules/authentication.bicep' = if (!empty(authenticationClientId)) {
  params: {
    functionAppName: functionAppName
    clientId: authenticationClientId
    allowedClients: authenticationAllowedClients
  }
  dependsOn: [functionApp]
}

module diagnostics 'modules/diagnostics.bicep' = {
  params: {
    workspaceName: workspaceName
    hostStorageName: hostStorageName
    dataStorageName: dataStorageName
    functionAppName: functionAppName
    logBlobReads: logBlobReads
  }
  dependsOn: [monitoring, hostStorage, dataStorage, functionApp]
}

module actionGroup 'modules/actionGroup.bicep' = {
  params: {
    name: 'ag-retail-${token}'
    tags: allTags
    emails: alertEmails
  }
}

module alertRules 'modules/alerts.bicep' = if (alerts) {
  params: {
    namePrefix: 'alert-retail-${token}'
    location: location
    tags: allTags
    workspaceName: workspaceName
    topicName: topicName
    actionGroupId: actionGroup.outputs.id
    limits: alertLimits
  }
  dependsOn: [monitoring, events]
}

module questions 'modules/workbook.bicep' = if (workbook) {
  params: {
    name: guid(resourceGroup().id, token, 'workbook')
    location: location
    tags: allTags
    workspaceName: workspaceName
  }
  dependsOn: [monitoring]
}

module budget 'modules/budget.bicep' = if (budgetAmount > 0 && !empty(budgetStart)) {
  params: {
    name: 'budget-retail-${token}'
    amount: budgetAmount
    start: budgetStart
    emails: alertEmails
    actionGroupId: actionGroup.outputs.id
  }
}

// azd keeps outputs as environment values, hence the capitals.
output AZURE_FUNCTION_APP_NAME string = functionApp.outputs.name
output AZURE_FUNCTION_APP_URL string = functionApp.outputs.url
output AZURE_STORAGE_ACCOUNT_NAME string = dataStorageName
output AZURE_HOST_STORAGE_ACCOUNT_NAME string = hostStorageName
