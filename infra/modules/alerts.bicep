// When somebody should look, and at what. docs/operations.md has a line for each.

@export()
@description('What counts as slow and as too many errors.')
type alertLimitsType = {
  @description('Milliseconds that 99 of 100 scoring requests should stay under. Default 2000.')
  @minValue(1)
  p99Milliseconds: int?

  @description('Percent of requests that may end with a server error. Default 5.')
  @minValue(1)
  @maxValue(100)
  errorPercent: int?

  @description('Requests in half an hour below which neither is judged: a cold start among five is no trend. Default 50.')
  @minValue(1)
  minimumRequests: int?
}

@description('What the names of the rules begin with.')
param namePrefix string

@description('Where to put the rules.')
param location string

@description('Tags of everything.')
param tags { *: string }

@description('The workspace with telemetry and logs.')
param workspaceName string

@description('The topic of uploads.')
param topicName string

@description('The action group that is told.')
param actionGroupId string

@description('The limits; what is not given has its default.')
param limits alertLimitsType = {}

var p99Milliseconds = limits.?p99Milliseconds ?? 2000
var errorPercent = limits.?errorPercent ?? 5
var minimumRequests = limits.?minimumRequests ?? 50

// Each query has a row for each thing to tell about; any row fires.
var queryRules = [
  {
    name: 'failed-runs'
    description: 'A training run ended as failed: not bad data, but an error. The run\'s record and its log have the step and the exception.'
    severity: 1
    query: '''
      AppMetrics
      | where Name == "serverlessretail.training.runs" and tostring(Properties["serverlessretail.state"]) =~ "failed"
      | summarize Runs = sum(Sum) by Reason = tostring(Properties["serverlessretail.reason"])
      | where Runs > 0
    '''
  }
  {
    name: 'no-champion'
    description: 'Scores were asked for and refused with 503: the model has no champion yet, or storage did not answer when it was to be loaded.'
    severity: 1
    query: '''
      AppRequests
      | where (Url contains "/score" or Name contains "score") and ResultCode == "503"
      | summarize Refused = sum(ItemCount)
      | where Refused > 0
    '''
  }
  {
    name: 'champion-refused'
    description: 'A new champion could not be loaded, so an earlier version goes on answering. GET /api/health names it.'
    severity: 1
    query: '''
      AppMetrics
      | where Name == "serverlessretail.cache.reloads" and tostring(Properties["serverlessretail.outcome"]) == "refused"
      | summarize Reloads = sum(Sum)
      | where Reloads > 0
    '''
  }
  {
    name: 'poison-messages'
    description: 'An upload failed in every delivery and its message went to a poison queue.'
    severity: 1
    query: '''
      StorageQueueLogs
      | where OperationName == "PutMessage" and Uri contains "-poison" and StatusText =~ "Success"
      | summarize Messages = count() by AccountName
    '''
  }
  {
    name: 'slow-scores'
    description: 'One scoring request in a hundred takes longer than the limit.'
    severity: 2
    query: $'''
      AppRequests
      | where Url contains "/score" or Name contains "score"
      | summarize Requests = sum(ItemCount), P99 = percentilew(DurationMs, ItemCount, 99)
      | where Requests >= ${minimumRequests} and P99 > ${p99Milliseconds}
    '''
  }
  {
    name: 'errors'
    description: 'Too many requests end with a server error.'
    severity: 1
    query: $'''
      AppRequests
      | where toint(ResultCode) >= 100
      | summarize Requests = sum(ItemCount), Errors = sumif(ItemCount, toint(ResultCode) >= 500)
      | where Requests >= ${minimumRequests} and 100.0 * Errors / Requests > ${errorPercent}
    '''
  }
  {
    name: 'log-cap'
    description: 'The workspace took in its most for today; until midnight UTC it takes in nothing, and the other rules see nothing.'
    severity: 2
    query: '''
      _LogOperation
      | where Category =~ "Ingestion" and Detail has "OverQuota"
      | summarize Notices = count()
      | where Notices > 0
    '''
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

// Looked at every quarter of an hour, the price of which is a third of every five minutes. The window is twice as long,
// so that telemetry that comes in late is still seen.
resource queryAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in queryRules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.name
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [workspace.id]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT30M'
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      // In a new workspace a table appears with its first row, and rules have to be there before it.
      skipQueryValidation: true
      actions: { actionGroups: [actionGroupId] }
    }
  }
]

// Event Grid counts by itself what it could not deliver; no log is needed for it.
resource deadLetterAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${namePrefix}-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'The app was not told of an upload: the event went to the container dead-letters.'
    severity: 1
    enabled: true
    scopes: [topic.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead-lettered'
          metricName: 'DeadLetteredCount'
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}
