@description('Name of the group.')
param name string

@description('Tags of the group.')
param tags { *: string }

@description('Who is told. Without anybody, what fired still shows up in the portal.')
param emails string[]

// A list out of an empty environment variable has one empty element.
var receivers = filter(emails, email => !empty(email))

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'retail'
    emailReceivers: [
      for (email, index) in receivers: { name: 'email-${index}', emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

output id string = actionGroup.id
