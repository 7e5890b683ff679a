package io.farmsync.sync.farm.http;

import io.farmsync.platform.envelope.Refusal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of requests: numbers keep the digits they were written with, depth is bounded. */
final class PayloadJson {

  private static final int MAX_DEPTH = 32;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  // NaN then is a number that is none, and is refused by the name of its field
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private PayloadJson() {}

  /**
   * The tree of a request body.
   *
   * @throws Refusal 400 if the body is no JSON
   */
  static JsonNode parse(byte[] body) {
    try {
      JsonNode tree = MAPPER.readTree(body);
      if (tree.isMissingNode()) {
        throw Refusal.malformed("The request body is empty; send a JSON object.");
      }
      return tree;
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw Refusal.malformed(
          place == null
              ? "The request body is not valid JSON."
              : "The request body is not valid JSON, see line "
                  + place.getLineNr()
                  + ", column "
                  + place.getColumnNr()
                  + ".");
    }
  }

  /** SHA-256, in hex, of the content: order of members and form of numbers do not count. */
  static String hash(JsonNode tree) {
    try {
      var text = new StringBuilder();
      canonical(tree, text);
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  /** A number that is one; the others can only be a double. */
  static boolean isFinite(JsonNode value) {
    return value.isNumber() && !(value.isDouble() && !Double.isFinite(value.doubleValue()));
  }

  private static void canonical(JsonNode node, StringBuilder to) {
    if (node.isObject()) {
      var members = new TreeMap<String, JsonNode>();
      node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      to.append('{');
      members.forEach((name, value) -> {
        to.append(MAPPER.writeValueAsString(name)).append(':');
        canonical(value, to);
        to.append(',');
      });
      to.append('}');
    } else if (node.isArray()) {
      to.append('[');
      for (JsonNode element : node) {
        canonical(element, to);
        to.append(',');
      }
      to.append(']');
    } else if (isFinite(node)) {
      BigDecimal number = node.decimalValue();
      to.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
    } else {
      to.append(node);
    }
  }
}
