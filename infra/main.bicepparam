// What azd deploys with: it looks for this name and hands over its environment, which `azd env set` fills.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')

// azd knows who is signed in; this is who uploads.
param uploaderPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param uploaderPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')

param scale = {
  instanceMemoryMB: any(int(readEnvironmentVariable('RETAIL_INSTANCE_MEMORY_MB', '2048')))
  maximumInstances: int(readEnvironmentVariable('RETAIL_MAXIMUM_INSTANCES', '40'))
  alwaysReadyHttp: int(readEnvironmentVariable('RETAIL_ALWAYS_READY_HTTP', '0'))
  alwaysReadyBlob: int(readEnvironmentVariable('RETAIL_ALWAYS_READY_BLOB', '0'))
}
param dataRedundancy = readEnvironmentVariable('RETAIL_DATA_REDUNDANCY', 'Standard_LRS')
param privateNetwork = bool(readEnvironmentVariable('RETAIL_PRIVATE_NETWORK', 'false'))
param uploadIpAddresses = split(readEnvironmentVariable('RETAIL_UPLOAD_IP_ADDRESSES', ''), ',')
param authenticationClientId = readEnvironmentVariable('RETAIL_AUTHENTICATION_CLIENT_ID', '')
param alerts = bool(readEnvironmentVariable('RETAIL_ALERTS', 'false'))
param alertEmails = split(readEnvironmentVariable('RETAIL_ALERT_EMAILS', ''), ',')
param budgetAmount = int(readEnvironmentVariable('RETAIL_BUDGET_AMOUNT', '0'))
param budgetStart = readEnvironmentVariable('RETAIL_BUDGET_START', '')
