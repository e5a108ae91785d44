@description('Name of the network.')
param name string

@description('Where to put it.')
param location string

@description('Tags of everything.')
param tags { *: string }

@description('The network\'s addresses, a /24 or larger.')
param addressPrefix string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'app'
        properties: {
          // Instances take their addresses here; half of a /24 is enough for more than a hundred.
          addressPrefix: cidrSubnet(addressPrefix, 25, 0)
          delegations: [
            // Flex Consumption runs on Container Apps' environments, not on App Service's serverFarms.
            { name: 'flex-consumption', properties: { serviceName: 'Microsoft.App/environments' } }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 2)
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }
}

// Within the network the accounts' own names lead to the private endpoints.
module zones 'privateDnsZone.bicep' = [
  for service in ['blob', 'queue', 'table']: {
    params: {
      service: service
      networkId: network.id
      tags: tags
    }
  }
]
