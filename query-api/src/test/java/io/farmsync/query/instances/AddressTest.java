package io.farmsync.query.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"query-1:8080", "http://query-1:8080"})
  void hostAndPortAreRead(String text) {
    assertThat(Address.parse(text)).isEqualTo(new Address("query-1", 8080));
  }

  @Test
  void anIpv6HostStaysInBrackets() {
    assertThat(Address.parse("[::1]:8080")).hasToString("[::1]:8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"query-1", "query-1:0", "query-1:65536", ":80", "https://query-1:443", ""})
  void anythingElseNamesTheSetting(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse(text))
        .withMessageContaining("query.instances.address");
  }
}
