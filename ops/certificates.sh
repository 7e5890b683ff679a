#!/bin/sh
# Makes a certificate authority of this deployment's own, and certificates for brokers and PostgreSQL, in the folder
# named; what is there already is kept. ./ops/certificates.sh ops/certificates
# Readable by whoever is in group 0 or runs as the uid of the image that needs it: see ops/README.md.
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
