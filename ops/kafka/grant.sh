#!/bin/sh
# Applies acls.txt: run once against a new cluster, and again after acls.txt has grown. Environment: BOOTSTRAP,
# KAFKA_PASSWORD_ADMIN, CERTIFICATES (folder with ca.crt).
set -eu
here=$(dirname "$0")
client=$(mktemp)
trap 'rm -f "$client"' EXIT
cat > "$client" <<CLIENT
security.protocol=SASL_SSL
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="$KAFKA_PASSWORD_ADMIN";
ssl.truststore.type=PEM
ssl.truststore.location=$CERTIFICATES/ca.crt
CLIENT
grep -v '^#' "$here/acls.txt" | grep . | while read -r user kind name operations; do
  pattern=literal
  case "$name" in ?*\*) pattern=prefixed name=${name%\*} ;; esac
  case "$kind" in
    cluster) on="--cluster" ;;
    topic) on="--topic $name" ;;
    group) on="--group $name" ;;
    txn) on="--transactional-id $name" ;;
    *) echo "acls.txt: $kind (expected: cluster, topic, group or txn)" >&2; exit 1 ;;
  esac
  how=
  for operation in $(echo "$operations" | tr , ' '); do how="$how --operation $operation"; done
  # shellcheck disable=SC2086
  set -f; /opt/kafka/bin/kafka-acls.sh --bootstrap-server "$BOOTSTRAP" --command-config "$client" --add --force \
    --allow-principal "User:$user" --resource-pattern-type "$pattern" $on $how < /dev/null; set +f
done
