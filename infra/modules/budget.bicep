@description('Name of the budget.')
param name string

@description('Money a month, in the currency of the bill.')
@minValue(0)
param amount int

@description('First month, as yyyy-MM-01. Azure refuses a month that is over when the budget is made, and any change later.')
@minLength(10)
@maxLength(10)
param start string

@description('Who is told, beside the owners of the subscription and the action group.')
param emails string[]

@description('The action group that is told.')
param actionGroupId string

var recipients = {
  contactEmails: filter(emails, email => !empty(email))
  contactGroups: [actionGroupId]
  contactRoles: ['Owner']
  enabled: true
  operator: 'GreaterThanOrEqualTo'
}

// It counts the resource group, and stops nothing: what can be spent is bounded by the instance ceiling and the log cap.
resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: name
  properties: {
    amount: amount
    category: 'Cost'
    timeGrain: 'Monthly'
    timePeriod: { startDate: start }
    notifications: {
      spent80: union(recipients, { threshold: 80, thresholdType: 'Actual' })
      spent100: union(recipients, { threshold: 100, thresholdType: 'Actual' })
      forecast100: union(recipients, { threshold: 100, thresholdType: 'Forecasted' })
    }
  }
}
