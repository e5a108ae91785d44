// For trying things out: small, open, and gone soon.
using 'main.bicep'

param environmentName = 'dev'
param scale = { maximumInstances: 10 }
param retention = {
  bulkDays: 7
  quarantineDays: 14
  versionsToCoolDays: 7
  versionsDays: 30
}
// While nobody uses it, it is to cost no more than its files.
param alerts = false
