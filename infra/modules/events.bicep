// The topic that the data account reports to. Who hears of it is said in ../events.bicep, once the code runs.

@description('Name of the topic.')
param name string

@description('Where the account is.')
param location string

@description('Tags of the topic.')
param tags { *: string }

@description('The account with the data.')
param storageAccountName string

resource storageAccount 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  // What can't be delivered is written to the account with this identity.
  identity: { type: 'SystemAssigned' }
  properties: {
    source: storageAccount.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}
