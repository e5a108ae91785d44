// For customers' data: closed to the internet, in three buildings, warm, and watched.
using 'main.bicep'

param environmentName = 'prod'
param scale = {
  maximumInstances: 40
  // A first score without a cold start, and a blob trigger whose key is loaded when the first event comes.
  alwaysReadyHttp: 1
  alwaysReadyBlob: 1
}
param dataRedundancy = 'Standard_ZRS'
param logRetentionDays = 90
param logDailyCapGB = 5
param privateNetwork = true

// What differs between companies comes from the environment of whoever deploys.
param uploadIpAddresses = split(readEnvironmentVariable('RETAIL_UPLOAD_IP_ADDRESSES', ''), ',')
param uploaderPrincipalId = readEnvironmentVariable('RETAIL_UPLOADER_PRINCIPAL_ID', '')
param uploaderPrincipalType = readEnvironmentVariable('RETAIL_UPLOADER_PRINCIPAL_TYPE', 'Group')
param authenticationClientId = readEnvironmentVariable('RETAIL_AUTHENTICATION_CLIENT_ID', '')
param alertEmails = split(readEnvironmentVariable('RETAIL_ALERT_EMAILS', ''), ',')
param budgetAmount = int(readEnvironmentVariable('RETAIL_BUDGET_AMOUNT', '0'))
param budgetStart = readEnvironmentVariable('RETAIL_BUDGET_START', '')
