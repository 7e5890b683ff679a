package io.farmsync.sync.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeededClientsTest {

  @Test
  void aSecretAloneMakesAClientWithATenantOfItsOwn() {
    var client = SeededClients.parse("{\" nc \":\"c2VjcmV0\"}", "read").getFirst();
    assertThat(client.clientId()).isEqualTo("nc");
    assertThat(client.tenant()).isNull();
    assertThat(client.scope()).isEqualTo("read");
    assertThat(client.secret().base64()).isEqualTo("c2VjcmV0");
  }

  @Test
  void tenantAndScopeMayBeGiven() {
    var client =
        SeededClients.parse(
                "{\"nc\":{\"secret\":\"c2VjcmV0\",\"tenant\":\"t\",\"scope\":\"write\"}}", "read")
            .getFirst();
    assertThat(client.tenant()).isEqualTo("t");
    assertThat(client.scope()).isEqualTo("write");
  }

  @Test
  void nothingGivenIsNoClient() {
    assertThat(SeededClients.parse(" ", "read")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | bad_json",
        "[] | bad_json",
        "{\"nc\":5} | bad_json",
        "{\"nc\":\"\"} | bad_json",
        "{\"\":\"c2VjcmV0\"} | bad_json",
        "{\"nc\":\"c2VjcmV\"} | bad_base64",
        "{\"nc\":\"c2Vj_cmV0\"} | bad_base64",
        "{\"nc\":{\"secret\":\"c2VjcmV0\",\"scope\":\"all\"}} | scope of client \"nc\"",
      })
  void badConfigurationNamesItselfAndHidesTheSecret(String json, String problem) {
    assertThatThrownBy(() -> SeededClients.parse(json, "read"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("INTEGRATION_HMAC_CLIENTS_JSON")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("c2V");
  }
}
