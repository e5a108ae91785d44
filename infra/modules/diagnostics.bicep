// What the platform itself logs, beside the app's telemetry: who touched the data, what fails for good, and why a host
// that sends no telemetry did not start.

@description('Where the logs go.')
param workspaceName string

@description('The account with the host\'s own state.')
param hostStorageName string

@description('The account with the app\'s data.')
param dataStorageName string

@description('The function app.')
param functionAppName string

@description('Whether reads of the data\'s blobs are logged too: the app\'s own look-ups make up most of them.')
param logBlobReads bool

var settingName = 'to-workspace'
var changes = [
  { category: 'StorageWrite', enabled: true }
  { category: 'StorageDelete', enabled: true }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: hostStorageName

  resource queues 'queueServices' existing = {
    name: 'default'
  }
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: dataStorageName

  resource blobs 'blobServices' existing = {
    name: 'default'
  }

  resource queues 'queueServices' existing = {
    name: 'default'
  }
}

resource site 'Microsoft.Web/sites@2024-04-01' existing = {
  name: functionAppName
}

resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: settingName
  scope: dataStorage::blobs
  properties: {
    workspaceId: workspace.id
    logs: concat(changes, [{ category: 'StorageRead', enabled: logBlobReads }])
  }
}

// Messages that are put into a poison queue, of either account: an alert looks for them.
resource dataQueueLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: settingName
  scope: dataStorage::queues
  properties: {
    workspaceId: workspace.id
    logs: [{ category: 'StorageWrite', enabled: true }]
  }
}

resource hostQueueLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: settingName
  scope: hostStorage::queues
  properties: {
    workspaceId: workspace.id
    logs: [{ category: 'StorageWrite', enabled: true }]
  }
}

resource siteLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: settingName
  scope: site
  properties: {
    workspaceId: workspace.id
    // The group has whatever categories the plan offers; a category that it does not offer is refused.
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}
