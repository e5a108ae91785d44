# Makes uploads reach the app: deploys events.bicep. Run after the code is deployed; safe to run again.
#
# Event Grid asks the app to identify itself, and the key it does so with appears when the host has loaded the blob
# trigger. On a fresh app that takes a while, hence the repeats.
$ErrorActionPreference = 'Stop'

foreach ($name in 'AZURE_RESOURCE_GROUP', 'AZURE_FUNCTION_APP_NAME', 'AZURE_STORAGE_ACCOUNT_NAME') {
    if (-not [Environment]::GetEnvironmentVariable($name)) {
        throw "Set $name; the names of the app and the account are outputs of main.bicep."
    }
}

$template = Join-Path $PSScriptRoot '../events.bicep'
$attempts = 10
$pause = if ($env:RETRY_SECONDS) { [int]$env:RETRY_SECONDS } else { 30 }

for ($attempt = 1; ; $attempt++) {
    az deployment group create `
        --resource-group $env:AZURE_RESOURCE_GROUP `
        --name events `
        --template-file $template `
        --parameters "functionAppName=$env:AZURE_FUNCTION_APP_NAME" "storageAccountName=$env:AZURE_STORAGE_ACCOUNT_NAME" `
        --output none
    if ($LASTEXITCODE -eq 0) {
        break
    }

    if ($attempt -ge $attempts) {
        throw "The app did not answer Event Grid in $attempts attempts. Is the code deployed, and does TrainModel show up in 'az functionapp function list'? When it does, run this script again."
    }

    Write-Host "Attempt $attempt of $attempts failed; the app may still be starting. Next try in $pause s."
    Start-Sleep -Seconds $pause
}

Write-Host 'Uploads to the container datasets now start TrainModel.'
