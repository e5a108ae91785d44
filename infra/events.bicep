// Tells the app of uploads. Run after the code is deployed: Event Grid asks the endpoint to identify itself, and the
// key in its address exists only once the host has loaded the blob trigger. Safe to run again.

@description('Where the storage account is.')
param location string = resourceGroup().location

@description('The function app, from main.bicep\'s outputs.')
param functionAppName string

@description('The storage account, from main.bicep\'s outputs.')
param storageAccountName string

@description('Added to the topic.')
param tags object = {}

resource functionApp 'Microsoft.Web/sites@2024-04-01' existing = {
  name: functionAppName
}

resource storageAccount 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: 'evgt-${storageAccountName}'
  location: location
  tags: tags
  properties: {
    source: storageAccount.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

resource uploads 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'train-model'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: 'https://${functionApp.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.TrainModel&code=${listKeys('${functionApp.id}/host/default', '2024-04-01').systemKeys.blobs_extension}'
      }
    }
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      // The slash at the end keeps out containers whose names merely begin the same.
      subjectBeginsWith: '/blobServices/default/containers/datasets/'
    }
    retryPolicy: {
      eventTimeToLiveInMinutes: 1440
      maxDeliveryAttempts: 30
    }
  }
}
