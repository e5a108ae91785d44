// What becomes of data with time. Uploads and models stay until somebody deletes them: a model can't be explained
// without the file it learned from.

@export()
@description('Days after which data goes to a cheaper tier or is deleted.')
type retentionType = {
  @description('Files to score and scored files: whoever wants to keep them has fetched them. Default 30.')
  @minValue(1)
  bulkDays: int?

  @description('Rows that could not be read, which may hold personal data. Default 90.')
  @minValue(1)
  quarantineDays: int?

  @description('Events that could not be delivered. Default 30.')
  @minValue(1)
  deadLetterDays: int?

  @description('Earlier versions of a blob go from hot to cool storage. Default 30.')
  @minValue(0)
  versionsToCoolDays: int?

  @description('Earlier versions of a blob are deleted. Default 180.')
  @minValue(1)
  versionsDays: int?

  @description('Earlier versions of a run\'s record, which is rewritten every two seconds while the run lasts. Default 1.')
  @minValue(1)
  runVersionsDays: int?
}

@description('The account with the data.')
param storageAccountName string

@description('The periods; what is not given has its default.')
param retention retentionType = {}

var bulkDays = retention.?bulkDays ?? 30
var quarantineDays = retention.?quarantineDays ?? 90
var deadLetterDays = retention.?deadLetterDays ?? 30
var versionsToCoolDays = retention.?versionsToCoolDays ?? 30
var versionsDays = retention.?versionsDays ?? 180
var runVersionsDays = retention.?runVersionsDays ?? 1

// What expires goes with its versions: what is to be gone must not live on as one.
var expiring = [
  { name: 'bulk-files', containers: ['scoring/', 'scores/'], days: bulkDays }
  { name: 'quarantine', containers: ['quarantine/'], days: quarantineDays }
  { name: 'dead-letters', containers: ['dead-letters/'], days: deadLetterDays }
]

var expiryRules = map(expiring, rule => {
  name: '${rule.name}-expire'
  enabled: true
  type: 'Lifecycle'
  definition: {
    filters: { blobTypes: ['blockBlob'], prefixMatch: rule.containers }
    actions: {
      baseBlob: { delete: { daysAfterModificationGreaterThan: rule.days } }
      version: { delete: { daysAfterCreationGreaterThan: rule.days } }
    }
  }
})

resource storageAccount 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource policy 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
  parent: storageAccount
  name: 'default'
  properties: {
    policy: {
      rules: concat(expiryRules, [
        {
          name: 'old-versions-tier-down-and-expire'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['datasets/', 'models/'] }
            actions: {
              version: {
                tierToCool: { daysAfterCreationGreaterThan: versionsToCoolDays }
                delete: { daysAfterCreationGreaterThan: versionsDays }
              }
            }
          }
        }
        {
          name: 'old-versions-of-runs-expire'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['runs/'] }
            actions: { version: { delete: { daysAfterCreationGreaterThan: runVersionsDays } } }
          }
        }
      ])
    }
  }
}
