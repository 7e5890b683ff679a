package io.farmsync.samples;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * The outside world in one object: a STAC API over the sample scenes, the host of their files,
 * Open-Meteo and NASA POWER, on loopback. The files live on a port of their own, because in the
 * world they live on another host.
 *
 * <p>Answers are recorded or cut from recordings. Any {@link Route} can be made to misbehave while
 * it runs, and every request is counted.
 */
public final class SampleUpstreams implements AutoCloseable {

  /** The collection name that the platform asks for unless told otherwise. */
  public static final String DEFAULT_COLLECTION = "sentinel-2-l2a";

  /**
   * Sample collections found under {@link #DEFAULT_COLLECTION}: together they show each scene once.
   */
  public static final List<String> DEFAULT_ALIAS =
      List.of("pajottenland", "menen-overlap", "mol-2023-04-es-v1", "postel-2019");

  private final LocalServer api;
  private final LocalServer files;
  private final Faults faults;
  private final RequestLog log;

  private SampleUpstreams(Builder settings) throws IOException {
    var data = new SampleData();
    this.faults = new Faults();
    this.log = new RequestLog();
    var fileHost = new FileHost(data);
    this.files =
        new LocalServer(settings.filesPort, faults, log)
            .route("", _ -> Route.FILES, fileHost::handle);
    this.api = new LocalServer(settings.port, faults, log);
    var items =
        new StacItems(
            data, files.uri(""), settings.collections, settings.aliases, settings.alteration);
    var stac = new StacApi(items, api.uri(STAC), settings.mergeNextLinks);
    var openMeteo = new OpenMeteo(data, settings.clock);
    var nasaPower = new NasaPower(data, settings.clock);
    api.route(STAC, StacApi::route, stac::handle)
        .route(OPEN_METEO, _ -> Route.OPEN_METEO, openMeteo::handle)
        .route(NASA_POWER, _ -> Route.NASA_POWER, nasaPower::handle);
    files.start();
    api.start();
  }

  private static final String STAC = "/stac/v1";
  private static final String OPEN_METEO = "/open-meteo";
  private static final String NASA_POWER = "/nasa-power";

  /** All sample collections, the default alias, free ports. */
  public static SampleUpstreams start() throws IOException {
    return builder().start();
  }

  /** Settings to start from; every one has a default. */
  public static Builder builder() {
    return new Builder();
  }

  /** Base URL for NDVI_STAC_API_URL, without trailing slash. */
  public URI stacUrl() {
    return api.uri(STAC);
  }

  /** Base URL below which the assets' files lie. */
  public URI filesUrl() {
    return files.uri("");
  }

  /**
   * Base URL for OPEN_METEO_BASE_URL: {@code /v1/forecast} and {@code /v1/archive} lie below it.
   */
  public URI openMeteoUrl() {
    return api.uri(OPEN_METEO);
  }

  /** Base URL for NASA_POWER_BASE_URL: {@code /api/temporal/daily/point} lies below it. */
  public URI nasaPowerUrl() {
    return api.uri(NASA_POWER);
  }

  /** Every request of the route meets the fault until {@link #heal}. */
  public SampleUpstreams fail(Route route, Fault fault) {
    return failNext(route, Integer.MAX_VALUE, fault);
  }

  /** The next so many requests of the route meet the fault. */
  public SampleUpstreams failNext(Route route, int times, Fault fault) {
    faults.add(route, _ -> true, fault, times);
    return this;
  }

  /** Requests of the route to which the condition applies meet the fault, for example one file. */
  public SampleUpstreams failWhen(Route route, Predicate<Request> applies, Fault fault) {
    faults.add(route, applies, fault, Integer.MAX_VALUE);
    return this;
  }

  /** The route answers rightly again; requests already caught in a fault stay caught. */
  public SampleUpstreams heal(Route route) {
    faults.clear(route);
    return this;
  }

  /** Every route answers rightly and at once. */
  public SampleUpstreams heal() {
    faults.clear();
    return latency(Duration.ZERO);
  }

  /** Every answer, right or wrong, waits this long first. */
  public SampleUpstreams latency(Duration latency) {
    api.latency(latency);
    files.latency(latency);
    return this;
  }

  /** Requests that arrived on the route since the start or {@link #clearLog}. */
  public long requests(Route route) {
    return log.requests(route);
  }

  /** Body bytes sent on the route. */
  public long bytes(Route route) {
    return log.bytes(route);
  }

  /** The newest answered exchanges of the route, oldest first; bounded. */
  public List<Exchange> exchanges(Route route) {
    return log.of(route);
  }

  /** Forgets counts and exchanges. */
  public SampleUpstreams clearLog() {
    log.clear();
    return this;
  }

  /** Ends both servers and every request still caught in a fault. */
  @Override
  public void close() {
    api.close();
    files.close();
  }

  /** Settings of the upstreams. */
  public static final class Builder {
    private int port;
    private int filesPort;
    private Clock clock = Clock.systemUTC();
    private List<String> collections = List.of();
    private Map<String, List<String>> aliases = Map.of(DEFAULT_COLLECTION, DEFAULT_ALIAS);
    private UnaryOperator<ObjectNode> alteration = UnaryOperator.identity();
    private boolean mergeNextLinks;

    private Builder() {}

    /** Port of the APIs; 0, the default, takes a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** Port of the file host; 0, the default, takes a free one. */
    public Builder filesPort(int filesPort) {
      this.filesPort = filesPort;
      return this;
    }

    /** Decides which day is today for the weather recordings. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Serves only these sample collections; without a call, all of them. */
    public Builder collections(String... collections) {
      this.collections = List.of(collections);
      return this;
    }

    /**
     * Under this collection name the items of the given sample collections are found, instead of
     * the default.
     */
    public Builder alias(String name, String... collections) {
      this.aliases = Map.of(name, List.of(collections));
      return this;
    }

    /** Changes items before they are served, to test how a reader takes a broken one. */
    public Builder alterItems(UnaryOperator<ObjectNode> alteration) {
      this.alteration = alteration;
      return this;
    }

    /** POST next links carry only the token and {@code merge: true}, instead of the whole body. */
    public Builder mergeNextLinks() {
      this.mergeNextLinks = true;
      return this;
    }

    /** Binds the ports and serves. */
    public SampleUpstreams start() throws IOException {
      return new SampleUpstreams(this);
    }
  }
}
