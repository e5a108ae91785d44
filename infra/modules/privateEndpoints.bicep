// One endpoint for each service that the app reaches: the data account's tables are used by nobody.

@description('The network, with a subnet called endpoints.')
param networkName string

@description('Where to put them.')
param location string

@description('Tags of each.')
param tags { *: string }

@description('The account with the host\'s own state.')
param hostStorageName string

@description('The account with the app\'s data.')
param dataStorageName string

var targets = [
  { account: hostStorageName, service: 'blob' }
  { account: hostStorageName, service: 'queue' }
  { account: hostStorageName, service: 'table' }
  { account: dataStorageName, service: 'blob' }
  { account: dataStorageName, service: 'queue' }
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: networkName

  resource subnet 'subnets' existing = {
    name: 'endpoints'
  }
}

resource accounts 'Microsoft.Storage/storageAccounts@2024-01-01' existing = [
  for target in targets: {
    name: target.account
  }
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' existing = [
  for target in targets: {
    name: 'privatelink.${target.service}.${environment().suffixes.storage}'
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for (target, index) in targets: {
    name: 'pe-${target.account}-${target.service}'
    location: location
    tags: tags
    properties: {
      subnet: { id: network::subnet.id }
      privateLinkServiceConnections: [
        {
          name: target.service
          properties: {
            privateLinkServiceId: accounts[index].id
            groupIds: [target.service]
          }
        }
      ]
    }
  }
]

resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (target, index) in targets: {
    parent: endpoints[index]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: target.service, properties: { privateDnsZoneId: zones[index].id } }]
    }
  }
]
