@description('Name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Where to put it.')
param location string

@description('Tags of the account.')
param tags { *: string }

@description('Copies of what is in it.')
param redundancy string = 'Standard_LRS'

@description('Names of the blob containers.')
param containers string[]

@description('Whether earlier versions of blobs are kept, and what is deleted can be had back.')
param keepsHistory bool

@description('Whether the internet is kept out.')
param closed bool

@description('Public addresses that are let in all the same.')
param allowedIpAddresses string[] = []

@description('Days in which a deleted blob or container can be had back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 14

// A list out of an empty environment variable has one empty element.
var ipAddresses = filter(allowedIpAddresses, address => !empty(address))

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    networkAcls: {
      // Event Grid writes its dead letters as a trusted service, also once the network is closed.
      bypass: 'AzureServices'
      defaultAction: closed ? 'Deny' : 'Allow'
      ipRules: map(closed ? ipAddresses : [], address => { action: 'Allow', value: address })
    }
    // Disabled would leave no way in for the trusted services and the addresses above.
    publicNetworkAccess: 'Enabled'
    supportsHttpsTrafficOnly: true
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    // Written out when off, too, so that switching off is what a deployment does.
    containerDeleteRetentionPolicy: keepsHistory ? { enabled: true, days: softDeleteDays } : { enabled: false }
    deleteRetentionPolicy: keepsHistory ? { enabled: true, days: softDeleteDays } : { enabled: false }
    isVersioningEnabled: keepsHistory
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [
  for container in containers: {
    parent: blobService
    name: container
    properties: { publicAccess: 'None' }
  }
]
