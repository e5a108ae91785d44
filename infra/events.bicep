// Tells the app of uploads. Run after the code is deployed: Event Grid asks the endpoint to identify itself, and the
// key in its address exists only once the host has loaded the blob trigger. Safe to run again.
// The topic itself, its identity and the identity's role are main.bicep's, so that they are long in force by now.

@description('The function app, from main.bicep\'s outputs.')
param functionAppName string

@description('The storage account with the data, from main.bicep\'s outputs.')
param storageAccountName string

@description('Hours that an event is offered to the app before it goes to the container of dead letters.')
@minValue(1)
@maxValue(24)
param hoursToLive int = 24

// Which function hears of which container.
var subscriptions = [
  { name: 'train-model', function: 'TrainModel', container: 'datasets' }
  { name: 'score-file', function: 'ScoreFile', container: 'scoring' }
]

resource functionApp 'Microsoft.Web/sites@2024-04-01' existing = {
  name: functionAppName
}

resource storageAccount 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: 'evgt-${storageAccountName}'
}

resource uploads 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [
  for subscription in subscriptions: {
    parent: topic
    name: subscription.name
    properties: {
      eventDeliverySchema: 'EventGridSchema'
      destination: {
        endpointType: 'WebHook'
        properties: {
          endpointUrl: 'https://${functionApp.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.${subscription.function}&code=${listKeys('${functionApp.id}/host/default', '2024-04-01').systemKeys.blobs_extension}'
        }
      }
      filter: {
        includedEventTypes: ['Microsoft.Storage.BlobCreated']
        // The slash at the end keeps out containers whose names merely begin the same.
        subjectBeginsWith: '/blobServices/default/containers/${subscription.container}/'
      }
      retryPolicy: {
        eventTimeToLiveInMinutes: hoursToLive * 60
        maxDeliveryAttempts: 30
      }
      deadLetterWithResourceIdentity: {
        identity: { type: 'SystemAssigned' }
        deadLetterDestination: {
          endpointType: 'StorageBlob'
          properties: {
            resourceId: storageAccount.id
            blobContainerName: 'dead-letters'
          }
        }
      }
    }
  }
]
