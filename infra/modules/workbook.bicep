// What an operator asks, as a page in the portal. docs/operations.md has the same queries, word for word.

@description('Name of the workbook: a GUID, as Azure asks.')
@minLength(36)
@maxLength(36)
param name string

@description('Where to put it.')
param location string

@description('Tags of the workbook.')
param tags { *: string }

@description('The workspace that is asked.')
param workspaceName string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'ServerlessRetail'
    category: 'workbook'
    sourceId: workspace.id
    version: 'Notebook/1.0'
    serializedData: replace(loadTextContent('questions.json'), '{workspace}', workspace.id)
  }
}
