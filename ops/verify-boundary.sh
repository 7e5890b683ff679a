#!/bin/sh
# Shows that only Caddy can be reached from outside. To be run on the host of docker-compose.yml, while it is up:
#   ops/verify-boundary.sh [address of the host, as others see it]
# Ends with 0 if every check holds; needs docker and curl, and ss for the host's own view.
set -u
address=${1:-$(hostname -I | cut -d' ' -f1)}
failed=0
says() { printf '%-6s %s\n' "$1" "$2"; [ "$1" = ok ] || failed=1; }

published=$(docker compose ps --format '{{.Service}} {{.Publishers}}' | grep -E '(0\.0\.0\.0|\[?::\]?)?:?[0-9]+->' | grep -v '^caddy ' || true)
[ -z "$published" ] && says ok "no container but caddy publishes a port" || says FAILED "published: $published"

for port in 80 443; do
  if curl -ksS -o /dev/null --max-time 5 "$([ $port = 443 ] && echo https || echo http)://$address:$port/"; then
    says ok "caddy answers on $port"
  else
    says FAILED "caddy does not answer on $port"
  fi
done
for port in 5432 8080 9092 9093 9094 9090 3000 3100 12345; do
  if curl -sS -o /dev/null --connect-timeout 2 --max-time 3 "telnet://$address:$port" < /dev/null 2> /dev/null; then
    says FAILED "$address:$port can be reached"
  else
    says ok "$address:$port cannot be reached"
  fi
done
for path in /metrics /metrics/ /internal/ /readyz; do
  status=$(curl -ksS -o /dev/null --max-time 5 -w '%{http_code}' "https://$address$path" || true)
  [ "$status" = 404 ] && says ok "$path is 404 outside" || says FAILED "$path is $status outside"
done
for service in postgres farm-sync-1 kafka-1; do
  if docker compose exec -T "$service" bash -c 'exec 3<>/dev/tcp/1.1.1.1/443' 2> /dev/null; then
    says FAILED "$service reaches the Internet"
  else
    says ok "$service does not reach the Internet"
  fi
done
for service in farm-sync-1 query-api-1 ndvi-processor weather-ingestor; do
  user=$(docker compose exec -T "$service" id -u)
  [ "$user" = 10001 ] && says ok "$service runs as 10001" || says FAILED "$service runs as $user"
  docker compose exec -T "$service" bash -c 'echo x > /opt/service/x' 2> /dev/null \
    && says FAILED "$service can write its own files" || says ok "$service has a read-only root"
done
docker compose exec -T postgres psql "host=postgres user=farm_writer dbname=farm_sync sslmode=disable" -c 'select 1' \
  > /dev/null 2>&1 && says FAILED "PostgreSQL takes connections without TLS" || says ok "PostgreSQL wants TLS"
docker compose exec -T kafka-1 /opt/kafka/bin/kafka-topics.sh --bootstrap-server kafka-1:9092 --list \
  > /dev/null 2>&1 && says FAILED "Kafka takes clients without a password" || says ok "Kafka wants TLS and a password"
exit $failed
