# One build for both services, one image each: --target producer, --target dashboard.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY mvnw ./
COPY .mvn .mvn
COPY pom.xml ./
COPY common-model/pom.xml common-model/
COPY service-base/pom.xml service-base/
COPY producer/pom.xml producer/
COPY dashboard/pom.xml dashboard/
COPY e2e/pom.xml e2e/
COPY benchmarks/pom.xml benchmarks/
COPY fuzz/pom.xml fuzz/
COPY concurrency/pom.xml concurrency/
# The dependencies have their own layer: a change of the sources does not download them again.
RUN ./mvnw -q -B -ntp -pl producer,dashboard -am package -DskipTests -Dquarkus.build.skip=true \
 && rm -rf */target
COPY LICENSE NOTICE THIRD-PARTY.md ./
COPY docs/asyncapi.yaml docs/
COPY common-model common-model
COPY service-base service-base
COPY producer producer
COPY dashboard dashboard
RUN ./mvnw -q -B -ntp -pl producer,dashboard -am package -DskipTests -Dquarkus.package.jar.type=aot-jar

FROM eclipse-temurin:25-jre AS runtime
WORKDIR /app
COPY docker/healthy docker/train /usr/local/bin/
COPY docker/java.options ./
ENTRYPOINT ["java", "@java.options", "-XX:AOTCache=app.aot", "-jar", "quarkus-run.jar"]

FROM runtime AS producer
COPY --from=build /src/producer/target/quarkus-app/ ./
RUN train 8000
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 CMD ["healthy", "8000"]

FROM runtime AS dashboard
COPY --from=build /src/dashboard/target/quarkus-app/ ./
RUN train 3000
# A new volume takes over the owner of the folder.
RUN mkdir /data && chown 10001:10001 /data
USER 10001:10001
EXPOSE 3000
# A smaller share than in java.options: the history uses memory outside the heap.
ENTRYPOINT ["java", "@java.options", "-XX:MaxRAMPercentage=45", "-XX:AOTCache=app.aot", "-jar", "quarkus-run.jar"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 CMD ["healthy", "3000"]
