package io.farmsync.sync.relay.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farmsync.sync.relay.RelayException;
import io.farmsync.sync.relay.StoredEvent;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRecordsTest {
  private static final UUID EVENT = UUID.fromString("22222222-2222-4222-8222-222222222222");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"farm":{}}                                         | {}
          {"farm" : {"a":1.50,"b":[{"farm":2}]} ,"z":0}       | {"a":1.50,"b":[{"farm":2}]}
          {"x":{"farm":{"no":1}},"farm":{"yes":1e-9}}         | {"yes":1e-9}
          {"name":"Grüne \\"farm\\" 🌾","farm":{"n":"Hof 🌾"}} | {"n":"Hof 🌾"}
          """)
  void theStateIsCutOutByteForByte(String event, String state) {
    assertThat(new String(FarmMember.of(event.getBytes(UTF_8)), UTF_8)).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "1", "{}", "{\"farm\":null}", "{\"farm\":[1]}", "{\"farm\":{"})
  void anEventWithoutAStateIsRefusedByItsId(String payload) {
    assertThatThrownBy(() -> EventRecords.of(farm(payload, "{}")))
        .isInstanceOf(RelayException.class)
        .hasMessageContaining(EVENT.toString())
        .satisfies(failure ->
            assertThat(((RelayException) failure).failure())
                .isEqualTo(RelayException.Failure.UNREADABLE_ROW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"request_id\":{}}"})
  void unreadableHeadersAreRefusedByTheEventsId(String headers) {
    assertThatThrownBy(() -> EventRecords.of(farm("{\"farm\":{}}", headers)))
        .isInstanceOf(RelayException.class)
        .hasMessageContaining(EVENT.toString());
  }

  @Test
  void aNullHeaderIsAbsent() {
    var records = EventRecords.of(farm("{\"farm\":{}}", "{\"request_id\":null,\"origin\":null}"));
    assertThat(records)
        .allSatisfy(record -> {
          assertThat(record.headers().lastHeader("request_id")).isNull();
          assertThat(record.headers().lastHeader("origin")).isNull();
        });
  }

  @Test
  void aHeartbeatIsNoRecord() {
    assertThat(EventRecords.of(new StoredEvent.Heartbeat())).isEmpty();
  }

  private static StoredEvent farm(String payload, String headers) {
    return new StoredEvent.OfFarm(
        EVENT, new UUID(0, 1), 1, "green", "farm.registered.v1", Instant.EPOCH, payload, headers);
  }
}
