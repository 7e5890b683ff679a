package io.farmsync.sync.farm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {

  @ParameterizedTest
  @CsvSource({
    "Shamba la Émile, shamba-la-emile",
    "'  North --  Field  ', north-field",
    "Anna's farm (2), annas-farm-2",
    "農場, farm",
    "農場 7, 7",
    "---, farm",
    "Ärger_Öl, arger_ol",
    "ﬁeld, field",
  })
  void namesAreFoldedToWordsOfAscii(String name, String slug) {
    assertThat(Slug.of(name)).isEqualTo(slug);
  }

  @Test
  void aSlugAndItsSuffixFitInto120Characters() {
    String longest = Slug.of("a".repeat(119) + " b");
    assertThat(longest).hasSize(119); // no hyphen is left at the cut
    assertThat(Slug.with(longest, "12")).hasSize(120).endsWith("a-12");
  }
}
