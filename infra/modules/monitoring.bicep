@description('Name of the Log Analytics workspace.')
param workspaceName string

@description('Name of the Application Insights resource.')
param applicationInsightsName string

@description('Where to put both.')
param location string

@description('Tags of both.')
param tags { *: string }

@description('Days that the workspace keeps its data.')
@minValue(30)
@maxValue(730)
param retentionInDays int

@description('Most GB that the workspace takes in a day, -1 for any amount.')
@minValue(-1)
param dailyCapGB int

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    features: { disableLocalAuth: true }
    retentionInDays: retentionInDays
    sku: { name: 'PerGB2018' }
    workspaceCapping: { dailyQuotaGb: dailyCapGB }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    // Telemetry comes in by identity only: the connection string says where to, and lets nobody in.
    DisableLocalAuth: true
    IngestionMode: 'LogAnalytics'
    WorkspaceResourceId: workspace.id
  }
}
