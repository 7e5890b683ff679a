package io.farmsync.standalone;

import io.farmsync.ndvi.scene.Pass;
import io.farmsync.ndvi.zonal.Coverage;
import io.farmsync.ndvi.zonal.FieldPainter;
import io.farmsync.ndvi.zonal.Observation;
import io.farmsync.ndvi.zonal.SpectralIndex;
import io.farmsync.ndvi.zonal.SpectralIndices;
import io.farmsync.ndvi.zonal.UnreadablePass;
import io.farmsync.platform.upstream.UpstreamFailure;
import io.farmsync.schemas.kafka.WireJson;
import io.farmsync.standalone.imagery.FieldFile;
import io.farmsync.standalone.imagery.FieldFile.Field;
import io.farmsync.standalone.imagery.ImageryEngine;
import io.farmsync.standalone.imagery.ObservationLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "ndvi",
    description =
        "Computes an index over the fields of a GeoJSON file for every acquisition day, without the platform.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:at least one value",
      "1:the fields cannot be read, or something unforeseen",
      "2:wrong options",
      "3:no value: no scene in these days under the cloud limit, or only cloud over the fields",
      "4:the catalogue or the host of the files does not answer"
    })
final class NdviCommand implements Callable<Integer> {
  private static final int NO_VALUE = 3;
  private static final int NO_UPSTREAM = 4;

  private enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = "--geometry",
      required = true,
      paramLabel = "FILE",
      description = "GeoJSON with polygons in WGS 84: a geometry, a feature or a collection")
  private Path geometry = Path.of("");

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DAY",
      description = "first acquisition day, UTC, as 2019-06-30")
  private LocalDate from = LocalDate.EPOCH;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DAY",
      description = "last acquisition day, UTC, included")
  private LocalDate to = LocalDate.EPOCH;

  @Option(names = "--index", defaultValue = "ndvi", description = "ndvi (default), ndwi or ndmi")
  private String index = "ndvi";

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table (default), or json: one line for each field and day")
  private Format format = Format.TABLE;

  @Option(
      names = "--png",
      paramLabel = "FILE",
      description = "also paint the clearest day of the first field")
  private @Nullable Path png;

  @Option(names = "--size", defaultValue = "512", description = "of the picture, 128 to 1024")
  private int size = 512;

  @Option(
      names = "--stac-url",
      paramLabel = "URL",
      defaultValue = "${env:NDVI_STAC_API_URL:-https://earth-search.aws.element84.com/v1}",
      description = "the catalogue (NDVI_STAC_API_URL; default Earth Search)")
  private URI stacUrl = URI.create("");

  @Option(
      names = "--collection",
      paramLabel = "NAME",
      defaultValue = "${env:NDVI_STAC_COLLECTIONS:-sentinel-2-l2a}",
      split = ",",
      description = "of the catalogue (NDVI_STAC_COLLECTIONS; default sentinel-2-l2a)")
  private List<String> collections = List.of();

  @Option(
      names = "--asset-host",
      paramLabel = "HOST",
      defaultValue =
          "${env:NDVI_ASSET_HOSTS:-sentinel-cogs.s3.us-west-2.amazonaws.com,e84-earth-search-sentinel-data.s3.us-west-2.amazonaws.com}",
      split = ",",
      description = "where files may lie besides the catalogue's host (NDVI_ASSET_HOSTS)")
  private List<String> assetHosts = List.of();

  @Option(
      names = "--pixels",
      defaultValue = "exact",
      description = "exact (default) weighs pixels by their share, centre counts their middles")
  private String pixels = "exact";

  @Option(
      names = "--max-cloud",
      defaultValue = "30",
      paramLabel = "PERCENT",
      description = "scenes with more cloud are left out (default 30)")
  private int maxCloud = 30;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    SpectralIndex wanted = wantedIndex();
    check();
    List<Field> fields = FieldFile.read(geometry);
    var engine =
        new ImageryEngine(
            stacUrl,
            collections,
            assetHosts,
            pixels.equals("exact") ? Coverage.Rule.AREA : Coverage.Rule.CENTRE);
    var err = spec.commandLine().getErr();
    try {
      List<ObservationLine> lines = observe(engine, fields, wanted, err);
      print(lines, spec.commandLine().getOut());
      if (lines.stream().noneMatch(line -> line.mean() != null)) {
        err.println(
            lines.isEmpty()
                ? "No scene from %s to %s has at most %d %% cloud. Try a longer time or a higher --max-cloud."
                    .formatted(from, to, maxCloud)
                : "No day shows a valid pixel. Try other days; cloud and shadow are masked.");
        return NO_VALUE;
      }
      return 0;
    } catch (UpstreamFailure failure) {
      err.println(
          failure.getMessage()
              + ". Check --stac-url, --collection and --asset-host and the network, or try again later.");
      return NO_UPSTREAM;
    }
  }

  private SpectralIndex wantedIndex() {
    return SpectralIndices.ALL
        .named(index.toLowerCase(Locale.ROOT))
        .orElseThrow(() ->
            wrong(
                "--index: %s (expected: one of %s)".formatted(index, SpectralIndices.ALL.names())));
  }

  private void check() {
    if (to.isBefore(from)) {
      throw wrong("--to: %s (expected: not before --from %s)".formatted(to, from));
    }
    if (maxCloud < 0 || maxCloud > 100) {
      throw wrong("--max-cloud: %d (expected: 0 to 100)".formatted(maxCloud));
    }
    if (!pixels.equals("exact") && !pixels.equals("centre")) {
      throw wrong("--pixels: %s (expected: exact or centre)".formatted(pixels));
    }
    if (size < FieldPainter.LEAST_SIZE || size > FieldPainter.MOST_SIZE) {
      throw wrong(
          "--size: %d (expected: %d to %d)"
              .formatted(size, FieldPainter.LEAST_SIZE, FieldPainter.MOST_SIZE));
    }
    if (stacUrl.getHost() == null) {
      throw wrong("--stac-url: %s (expected: http:// or https:// and a host)".formatted(stacUrl));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Day by day, so that fields side by side share what is read; told by field, then day. */
  private List<ObservationLine> observe(
      ImageryEngine engine, List<Field> fields, SpectralIndex wanted, PrintWriter err) {
    var days = new TreeMap<LocalDate, Map<List<Pass>, List<Field>>>();
    Map<LocalDate, List<Pass>> ofFirst = Map.of();
    for (Field field : fields) {
      var own = engine.passes(field.boundary(), from, to, maxCloud);
      err.printf("%s: %d days with scenes%n", field.name(), own.size());
      own.forEach((day, passes) ->
          days.computeIfAbsent(day, _ -> new LinkedHashMap<>())
              .computeIfAbsent(passes, _ -> new ArrayList<>())
              .add(field));
      ofFirst = field.equals(fields.getFirst()) ? own : ofFirst;
    }
    var lines = new HashMap<Field, List<ObservationLine>>();
    int done = 0;
    for (var day : days.entrySet()) {
      err.printf("%s (%d of %d)%n", day.getKey(), ++done, days.size());
      err.flush();
      day.getValue()
          .forEach((passes, shown) -> {
            var together =
                engine.observeTogether(
                    shown.stream().map(Field::boundary).toList(), passes.getFirst(), wanted);
            for (int i = 0; i < shown.size(); i++) {
              Field field = shown.get(i);
              try {
                Observation seen = together.get(i);
                var observation =
                    seen == null ? engine.observe(field.boundary(), passes, wanted) : seen;
                lines
                    .computeIfAbsent(field, _ -> new ArrayList<>())
                    .add(ObservationLine.of(field.name(), observation));
              } catch (UnreadablePass unreadable) {
                err.printf(
                    "%s: %s is left out: %s%n",
                    field.name(), day.getKey(), unreadable.getMessage());
              }
            }
          });
    }
    if (png != null) {
      Field first = fields.getFirst();
      paint(engine, first, ofFirst, lines.getOrDefault(first, List.of()), wanted, err);
    }
    return fields.stream().flatMap(field -> lines.getOrDefault(field, List.of()).stream()).toList();
  }

  private void paint(
      ImageryEngine engine,
      Field field,
      Map<LocalDate, List<Pass>> days,
      List<ObservationLine> lines,
      SpectralIndex wanted,
      PrintWriter err) {
    lines.stream()
        .filter(line -> line.validFraction() != null && line.mean() != null)
        .max(Comparator.comparing(line -> java.util.Objects.requireNonNull(line.validFraction())))
        .map(ObservationLine::date)
        .flatMap(day ->
            days.getOrDefault(day, List.of()).stream()
                .flatMap(pass -> engine.paint(field.boundary(), pass, wanted, size).stream())
                .findFirst())
        .ifPresentOrElse(
            picture -> write(picture.png(), err),
            () -> err.println("There is nothing to paint: no day shows a valid pixel."));
  }

  private void write(byte[] picture, PrintWriter err) {
    Path file = java.util.Objects.requireNonNull(png);
    try {
      Files.write(file, picture);
    } catch (IOException failed) {
      throw new FarmException(
          "Cannot write " + file + ": " + failed.getMessage() + ". Choose another --png.", failed);
    }
    err.println("Painted " + file);
  }

  private void print(List<ObservationLine> lines, PrintWriter out) {
    if (format == Format.JSON) {
      lines.forEach(line -> out.println(WireJson.mapper().writeValueAsString(line)));
      return;
    }
    out.printf(
        "%-16s  %-10s  %7s  %7s  %7s  %7s  %6s  %6s  %9s  %s%n",
        "field", "date", "mean", "median", "p10", "p90", "valid", "cloud", "area ha", "scene");
    for (ObservationLine line : lines) {
      out.printf(
          "%-16s  %s  %s  %s  %s  %s  %s  %s  %9.2f  %s%n",
          line.field(),
          line.date(),
          value(line.mean()),
          value(line.median()),
          value(line.p10()),
          value(line.p90()),
          percent(line.validFraction()),
          percent(line.cloudFraction()),
          line.totalAreaHa(),
          line.scenes().getFirst());
    }
  }

  private static String value(@Nullable Double value) {
    return value == null ? "      –" : "%7.4f".formatted(value);
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "     –" : "%4.0f %%".formatted(share * 100);
  }
}
