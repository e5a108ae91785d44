#!/bin/sh
# Makes uploads reach the app: deploys events.bicep. Run after the code is deployed; safe to run again.
#
# Event Grid asks the app to identify itself, and the key it does so with appears when the host has loaded the blob
# trigger. On a fresh app that takes a while, hence the repeats.
set -eu

: "${AZURE_RESOURCE_GROUP:?Set AZURE_RESOURCE_GROUP to the resource group of the app.}"
: "${AZURE_FUNCTION_APP_NAME:?Set AZURE_FUNCTION_APP_NAME to the output of main.bicep.}"
: "${AZURE_STORAGE_ACCOUNT_NAME:?Set AZURE_STORAGE_ACCOUNT_NAME to the output of main.bicep.}"

template="$(dirname "$0")/../events.bicep"
attempts=10
pause="${RETRY_SECONDS:-30}"

attempt=1
while ! az deployment group create \
  --resource-group "$AZURE_RESOURCE_GROUP" \
  --name events \
  --template-file "$template" \
  --parameters functionAppName="$AZURE_FUNCTION_APP_NAME" storageAccountName="$AZURE_STORAGE_ACCOUNT_NAME" \
  --output none; do
  if [ "$attempt" -ge "$attempts" ]; then
    echo "The app did not answer Event Grid in $attempts attempts. Is the code deployed, and does TrainModel show up in" >&2
    echo "'az functionapp function list'? When it does, run this script again." >&2
    exit 1
  fi
  echo "Attempt $attempt of $attempts failed; the app may still be starting. Next try in $pause s."
  attempt=$((attempt + 1))
  sleep "$pause"
done

echo "Uploads to the container datasets now start TrainModel."
