// What whoever uploads may do: write where uploads go, read where answers are. Owning the subscription includes neither.

@description('Object ID of who uploads.')
param principalId string

@description('What it is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param principalType string

@description('The account with the data.')
param storageAccountName string

var roles = {
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
}

var permissions = [
  { container: 'datasets', role: roles.storageBlobDataContributor }
  { container: 'scoring', role: roles.storageBlobDataContributor }
  { container: 'scores', role: roles.storageBlobDataReader }
  { container: 'runs', role: roles.storageBlobDataReader }
  { container: 'quarantine', role: roles.storageBlobDataReader }
]

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = [
  for permission in permissions: {
    name: '${storageAccountName}/default/${permission.container}'
  }
]

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (permission, index) in permissions: {
    name: guid(containers[index].id, principalId, permission.role)
    scope: containers[index]
    properties: {
      principalId: principalId
      principalType: principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', permission.role)
    }
  }
]
