# syntax=docker/dockerfile:1
# One image for each service: docker build --build-arg SERVICE=query-api .
ARG SERVICE

# The poms first: as long as they stay the same, a change of the code downloads nothing.
FROM eclipse-temurin:25-jdk AS build
ARG SERVICE
WORKDIR /source
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY schemas/pom.xml schemas/
COPY platform/pom.xml platform/
COPY embedded/pom.xml embedded/
COPY samples/pom.xml samples/
COPY farm-sync/pom.xml farm-sync/
COPY ndvi-processor/pom.xml ndvi-processor/
COPY weather-ingestor/pom.xml weather-ingestor/
COPY query-api/pom.xml query-api/
COPY standalone/pom.xml standalone/
COPY benchmarks/pom.xml benchmarks/
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -B -pl "$SERVICE" -am dependency:resolve dependency:resolve-plugins \
  -DexcludeGroupIds=io.farmsync || echo "The next step downloads what is missing."
COPY schemas schemas
COPY platform platform
COPY ${SERVICE} ${SERVICE}
COPY embedded embedded
COPY samples samples
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -B -DskipTests -Dmaven.test.skip=true -pl "$SERVICE" -am package \
 && java -Djarmode=tools -jar "$SERVICE"/target/"$SERVICE"-*-exec.jar extract --layers --destination /layers \
 && mv /layers/application/"$SERVICE"-*-exec.jar /layers/application/service.jar

FROM eclipse-temurin:25-jre
# A volume mounted at /state takes over the folder's owner.
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent farm && install -d -o farm /state
WORKDIR /opt/service
COPY ops/image/java.options ops/image/ready.sh ./
# From what changes least to what changes most.
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
USER 10001
ENV PORT=8080 KAFKA_STATE_FOLDER=/state
EXPOSE 8080
VOLUME /state
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 CMD ["bash", "/opt/service/ready.sh"]
# FARM_HEAP: the heap, less than the container's memory by what Metaspace, threads and RocksDB need.
ENTRYPOINT ["bash", "-c", "exec java @/opt/service/java.options -Xmx${FARM_HEAP:-256m} -jar /opt/service/service.jar"]
