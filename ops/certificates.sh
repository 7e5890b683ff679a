#!/bin/sh
# Makes a certificate authority of this deployment's own, and certificates for brokers and PostgreSQL, in the folder
# named; what is there already is kept. ./ops/certificates.sh ops/certificates
# The keys belong to the users of the images: 1000 in Kafka's, 999 in PostgreSQL's. Only root can give them away.
set -eu
folder=${1:?name the folder}
days=${DAYS:-825}
names=DNS:kafka-1,DNS:kafka-2,DNS:kafka-3,DNS:postgres,DNS:localhost,IP:127.0.0.1
mkdir -p "$folder"
cd "$folder"
if [ ! -e ca.key ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=farm-sync-ca" \
    -addext basicConstraints=critical,CA:TRUE -keyout ca.key -out ca.crt 2>/dev/null
  chmod 600 ca.key
fi
for name in broker postgres; do
  [ ! -e "$name.crt" ] || continue
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
    -keyout "$name.key" -out "$name.csr" 2>/dev/null
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$names" > "$name.ext"
  openssl x509 -req -in "$name.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days "$days" -extfile "$name.ext" \
    -out "$name.crt" 2>/dev/null
  rm "$name.csr" "$name.ext"
  chmod 640 "$name.key"
done
# Kafka reads key and certificate from one file.
[ -e broker.pem ] || { cat broker.key broker.crt ca.crt > broker.pem; chmod 640 broker.pem; }
chmod 755 .
chmod 644 ./*.crt
chmod 600 broker.key broker.pem postgres.key
if [ "$(id -u)" != 0 ]; then
  echo "For docker-compose.yml: sudo chown 1000 $folder/broker.pem && sudo chown 999 $folder/postgres.key" >&2
else
  chown 1000 broker.pem
  chown 999 postgres.key
fi
