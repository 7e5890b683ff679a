#!/bin/sh
# Formats a new broker, with the users that sign in to it, and runs it. Environment, all of it required:
#   BROKER_ID          1, 2 or 3
#   BROKER_DATA        folder of the log
#   BROKER_LISTENERS   such as CLIENT://:9092,BROKER://:9093,CONTROLLER://:9094
#   BROKER_ADVERTISED  such as CLIENT://kafka-1:9092,BROKER://kafka-1:9093
#   BROKER_VOTERS      such as 1@kafka-1:9094,2@kafka-2:9094,3@kafka-3:9094
#   BROKER_CERTIFICATES  folder with ca.crt and broker.pem (ops/certificates.sh)
#   KAFKA_CLUSTER_ID   kafka-storage.sh random-uuid
#   KAFKA_PASSWORD_ADMIN, _FARM_SYNC, _NDVI_PROCESSOR, _WEATHER_INGESTOR, _QUERY_API
# KAFKA_STORAGE and KAFKA_SERVER say how the programs are started where there is no /opt/kafka.
set -eu
here=$(dirname "$0")
settings=$(mktemp)
cat "$here/server.properties" - > "$settings" <<SETTINGS
node.id=$BROKER_ID
log.dirs=$BROKER_DATA
listeners=$BROKER_LISTENERS
advertised.listeners=$BROKER_ADVERTISED
controller.quorum.voters=$BROKER_VOTERS
ssl.keystore.location=$BROKER_CERTIFICATES/broker.pem
ssl.truststore.location=$BROKER_CERTIFICATES/ca.crt
SETTINGS
if [ ! -e "$BROKER_DATA/meta.properties" ]; then
  # shellcheck disable=SC2086
  ${KAFKA_STORAGE:-/opt/kafka/bin/kafka-storage.sh} format --ignore-formatted -t "$KAFKA_CLUSTER_ID" -c "$settings" \
    -S "SCRAM-SHA-512=[name=admin,password=$KAFKA_PASSWORD_ADMIN]" \
    -S "SCRAM-SHA-512=[name=farm-sync,password=$KAFKA_PASSWORD_FARM_SYNC]" \
    -S "SCRAM-SHA-512=[name=ndvi-processor,password=$KAFKA_PASSWORD_NDVI_PROCESSOR]" \
    -S "SCRAM-SHA-512=[name=weather-ingestor,password=$KAFKA_PASSWORD_WEATHER_INGESTOR]" \
    -S "SCRAM-SHA-512=[name=query-api,password=$KAFKA_PASSWORD_QUERY_API]" > /dev/null # it would print the credentials' hashes
fi
# shellcheck disable=SC2086
exec ${KAFKA_SERVER:-/opt/kafka/bin/kafka-server-start.sh} "$settings"
