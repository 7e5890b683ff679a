package io.farmsync.ndvi;

import com.github.benmanes.caffeine.cache.Ticker;
import io.farmsync.ndvi.job.JobLimits;
import io.farmsync.ndvi.job.JobListener;
import io.farmsync.ndvi.job.JobRunner;
import io.farmsync.ndvi.job.ResultWriter;
import io.farmsync.ndvi.job.kafka.JobWorkersConfiguration;
import io.farmsync.ndvi.job.kafka.WorkerSettings;
import io.farmsync.ndvi.job.micrometer.ImageryMetricsConfiguration;
import io.farmsync.ndvi.plan.BackfillPolicy;
import io.farmsync.ndvi.plan.Backlog;
import io.farmsync.ndvi.plan.JobPlanner;
import io.farmsync.ndvi.scene.RasterSource;
import io.farmsync.ndvi.scene.SceneCatalog;
import io.farmsync.ndvi.scene.SharedSearches;
import io.farmsync.ndvi.scene.cog.CogLimits;
import io.farmsync.ndvi.scene.cog.CogRasterSource;
import io.farmsync.ndvi.scene.sas.SasTokens;
import io.farmsync.ndvi.scene.sas.SignedRasterSource;
import io.farmsync.ndvi.scene.stac.StacCatalog;
import io.farmsync.ndvi.scene.stac.StacSettings;
import io.farmsync.ndvi.topology.BacklogListener;
import io.farmsync.ndvi.topology.Dispatching;
import io.farmsync.ndvi.topology.kafka.TriggerConfiguration;
import io.farmsync.ndvi.topology.micrometer.BacklogMetricsConfiguration;
import io.farmsync.ndvi.zonal.FieldObserver;
import io.farmsync.ndvi.zonal.PixelMask;
import io.farmsync.ndvi.zonal.Projection;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.platform.PlatformConfiguration;
import io.farmsync.platform.upstream.AllowedHosts;
import io.farmsync.platform.upstream.Pace;
import io.farmsync.platform.upstream.Upstream;
import io.farmsync.platform.upstream.UpstreamLimits;
import io.farmsync.platform.upstream.UpstreamListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import tools.jackson.databind.json.JsonMapper;

/** All of the imagery processor, for its own process or for one that it shares. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:ndvi-archive-${NDVI_ARCHIVE:earth-search}.properties")
@PropertySource("classpath:ndvi-defaults.properties")
@EnableConfigurationProperties(NdviProperties.class)
@Import({
  PlatformConfiguration.class,
  BacklogMetricsConfiguration.class,
  ImageryMetricsConfiguration.class,
  TriggerConfiguration.class,
  JobWorkersConfiguration.class
})
public class NdviProcessorConfiguration {
  private static final String BLOB_STORAGE = ".blob.core.windows.net";

  /** Of one read: a part of a field on a coarser or finer grid. */
  private static final long WINDOW_PIXELS = 4 << 20;

  /** A job that waits for an upstream as long as it may still has time to end. */
  private static final Duration LEASE_BEYOND_WAITING = Duration.ofHours(1);

  @Bean(destroyMethod = "shutdownNow")
  HttpClient imageryHttpClient(NdviProperties properties) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(properties.upstream().connectTimeout())
        .build();
  }

  @Bean
  UpstreamLimits imageryUpstreamLimits(NdviProperties properties) {
    var asking = properties.upstream();
    return new UpstreamLimits(
        asking.timeout(),
        asking.attempts(),
        asking.backOff(),
        asking.longestWait(),
        asking.atOnce(),
        asking.failuresToOpen(),
        asking.openFor(),
        UpstreamLimits.HOST_IN_TROUBLE);
  }

  @Bean
  Upstream imageryUpstream(
      HttpClient imageryHttpClient,
      UpstreamLimits imageryUpstreamLimits,
      NdviProperties properties,
      UpstreamListener listener,
      Clock clock) {
    return new Upstream(
        imageryHttpClient,
        new AllowedHosts(ownLinks(properties), properties.assetHosts()),
        imageryUpstreamLimits,
        new Pace(StacCatalog.SEARCH, properties.stac().pace(), System::nanoTime),
        listener,
        clock);
  }

  private static List<URI> ownLinks(NdviProperties properties) {
    URI sas = properties.sasUrl();
    return sas == null || sas.toString().isEmpty()
        ? List.of(properties.stac().apiUrl())
        : List.of(properties.stac().apiUrl(), sas);
  }

  @Bean
  SceneCatalog sceneCatalog(
      Upstream imageryUpstream, NdviProperties properties, MeterRegistry registry) {
    var stac = properties.stac();
    var archive =
        new StacCatalog(
            imageryUpstream,
            new StacSettings(
                stac.apiUrl(),
                stac.collections(),
                stac.pageSize(),
                stac.mostItems(),
                Math.toIntExact(stac.mostPage().toBytes())),
            JsonMapper.shared());
    var shared = stac.shared();
    var searches =
        new SharedSearches(
            archive,
            new SharedSearches.Sharing(shared.cellDegrees(), shared.keptFor(), shared.mostScenes()),
            Ticker.systemTicker());
    FunctionCounter.builder("spectral.cache.hit", searches, SharedSearches::hits)
        .description("Searches that a neighbour's answer served")
        .tag("index", "all")
        .tag("level", "search")
        .register(registry);
    return searches;
  }

  @Bean
  RasterSource rasterSource(Upstream imageryUpstream, NdviProperties properties, Clock clock) {
    var memory = properties.memory();
    var files =
        new CogRasterSource(
            imageryUpstream,
            new CogLimits(
                memory.blockCache().toBytes(),
                memory.headerCache().toBytes(),
                Math.toIntExact(memory.wholeFile().toBytes()),
                WINDOW_PIXELS));
    URI sas = properties.sasUrl();
    return sas == null || sas.toString().isEmpty()
        ? files
        : new SignedRasterSource(
            files,
            new SasTokens(imageryUpstream, sas, clock),
            link -> String.valueOf(link.getHost()).endsWith(BLOB_STORAGE));
  }

  @Bean
  SpectralIndices imageryIndices() {
    return SpectralIndices.ALL;
  }

  @Bean
  FieldObserver fieldObserver(RasterSource rasterSource, NdviProperties properties) {
    return new FieldObserver(
        rasterSource,
        new Projection(),
        PixelMask.without(properties.maskedClasses()),
        properties.pixelRule(),
        properties.maxAreaKm2(),
        properties.memory().partsAtOnce());
  }

  @Bean
  JobPlanner imageryJobPlanner(SpectralIndices imageryIndices, NdviProperties properties) {
    for (String index : properties.indices()) {
      if (imageryIndices.named(index).isEmpty()) {
        throw new IllegalArgumentException(
            "ndvi.indices (NDVI_INDICES): "
                + index
                + " (expected: of "
                + imageryIndices.names()
                + ")");
      }
    }
    var backfill = properties.backfill();
    return new JobPlanner(
        new BackfillPolicy(
            backfill.days(),
            backfill.firstDays(),
            properties.indices(),
            backfill.maxCloud(),
            backfill.stepDays()));
  }

  @Bean
  Dispatching imageryDispatching(
      JobPlanner imageryJobPlanner, NdviProperties properties, BacklogListener listener) {
    var dispatch = properties.dispatch();
    return new Dispatching(
        imageryJobPlanner,
        new Backlog.Limits(
            dispatch.perTenant(),
            dispatch.atOnce(),
            properties.jobs().giveUpAfter().plus(LEASE_BEYOND_WAITING),
            dispatch.waiting()),
        SweepSchedules.of(properties.sweeps(), properties.indices()),
        properties.indices(),
        properties.sweeps().refreshDays(),
        dispatch.lookEvery(),
        dispatch.turnsAtOnce(),
        listener);
  }

  @Bean
  JobRunner imageryJobRunner(
      SpectralIndices imageryIndices,
      SceneCatalog sceneCatalog,
      FieldObserver fieldObserver,
      NdviProperties properties,
      JobListener listener,
      Clock clock) {
    var jobs = properties.jobs();
    return new JobRunner(
        imageryIndices,
        sceneCatalog,
        fieldObserver,
        new ResultWriter(
            properties.stac().apiUrl().toString(),
            PixelMask.without(properties.maskedClasses()),
            properties.pixelRule(),
            codeVersion()),
        new JobLimits(jobs.retries(), jobs.retryDelay(), jobs.giveUpAfter(), jobs.daysAtOnce()),
        listener,
        clock);
  }

  @Bean
  WorkerSettings imageryWorkerSettings(NdviProperties properties) {
    var workers = properties.workers();
    return new WorkerSettings(
        workers.group(),
        workers.count(),
        workers.deliveries(),
        workers.lock(),
        workers.stopWithin());
  }

  private static String codeVersion() {
    return Optional.ofNullable(
            NdviProcessorConfiguration.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
