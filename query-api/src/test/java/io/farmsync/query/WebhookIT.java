package io.farmsync.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.farmsync.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@QueryApiTest
class WebhookIT {

  private static final String PATH = "/api/v1/webhooks/";

  @LocalServerPort int port;

  private World world;
  private Receiver receiver;
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final UUID farm = UUID.randomUUID();
  private String token;

  @BeforeEach
  void enter() throws Exception {
    world = new World(port);
    token = world.token(tenant, "write");
    receiver = new Receiver();
  }

  @AfterEach
  void leave() {
    world
        .get(token, PATH + "?page_size=100")
        .data()
        .path("results")
        .forEach(one -> world.call("DELETE", token, PATH + one.path("id").asString()));
    receiver.close();
    world.close();
  }

  @Test
  void changesOfTheTenantArriveInOrderAndSigned() throws Exception {
    var webhook = register("farm");
    change(1);
    change(2);
    await().atMost(World.SOON).until(() -> receiver.messages().size() == 2);
    assertThat(receiver.messages())
        .extracting(one -> one.json().at("/data/version").asInt())
        .containsExactly(1, 2);
    var first = receiver.messages().getFirst();
    assertThat(first.json().path("type").asString()).isEqualTo("farm.registered");
    assertThat(first.header("webhook-signature"))
        .isEqualTo(signature(webhook.path("secret").asString(), first));
    assertThat(world.get(token, PATH + webhook.path("id").asString()).data().has("secret"))
        .isFalse();
  }

  @Test
  void aMessageIsRepeatedUntilItIsTakenAndTheNextOneWaits() {
    receiver.answer(500, 503);
    register("farm");
    change(1);
    change(2);
    await().atMost(World.SOON).until(() -> receiver.messages().size() == 4);
    var versions =
        receiver.messages().stream().map(one -> one.json().at("/data/version").asInt()).toList();
    assertThat(versions).containsExactly(1, 1, 1, 2);
    assertThat(receiver.messages().subList(0, 3))
        .extracting(one -> one.header("webhook-id"))
        .containsOnly(receiver.messages().getFirst().header("webhook-id"));
  }

  @Test
  void aReceiverThatKeepsFailingIsDisabledAndServedFromWhereItStoppedOnceReplayed() {
    receiver.answer(500, 500, 500);
    var id = register("farm").path("id").asString();
    change(1);
    await().atMost(World.SOON).until(() -> !get(id).path("is_active").asBoolean());
    assertThat(get(id).path("disabled_reason").asString()).contains("3 failures", "500");
    assertThat(receiver.messages()).hasSize(3);
    assertThat(world.post(token, PATH + id + "/replay/", "{}").status()).isEqualTo(202);
    await().atMost(World.SOON).until(() -> receiver.messages().size() == 4);
    assertThat(get(id).path("is_active").asBoolean()).isTrue();
  }

  @Test
  void whatWasSentIsSentAgainFromAnyPosition() {
    var webhook = register("farm");
    var start = webhook.path("position").asString();
    change(1);
    change(2);
    await().atMost(World.SOON).until(() -> receiver.messages().size() == 2);
    var again = PATH + webhook.path("id").asString() + "/replay/";
    assertThat(world.post(token, again, "{\"from\":\"" + start + "\"}").status()).isEqualTo(202);
    await().atMost(World.SOON).until(() -> receiver.messages().size() == 4);
    assertThat(receiver.messages().get(2).header("webhook-id"))
        .isEqualTo(receiver.messages().get(0).header("webhook-id"));
    assertThat(world.post(token, again, "{\"from\":\"nonsense\"}").status()).isEqualTo(400);
  }

  @Test
  void messagesCarryBothSignaturesWhileTheOldSecretCounts() throws Exception {
    var webhook = register("farm");
    var rotated =
        world.post(token, PATH + webhook.path("id").asString() + "/rotate-secret/", "").data();
    change(1);
    await().atMost(World.SOON).until(() -> receiver.messages().size() == 1);
    var message = receiver.messages().getFirst();
    assertThat(List.of(message.header("webhook-signature").split(" ", -1)))
        .containsExactly(
            signature(rotated.path("secret").asString(), message),
            signature(webhook.path("secret").asString(), message));
  }

  @Test
  void aWebhookIsItsTenantsOnlyAndNeedsTheScopeWrite() {
    var id = register("farm").path("id").asString();
    var stranger = world.token("other-" + tenant, "write");
    assertThat(world.get(stranger, PATH).data().path("count").asInt()).isZero();
    for (var path : List.of("", "/rotate-secret/", "/replay/")) {
      var answer =
          path.isEmpty()
              ? world.call("DELETE", stranger, PATH + id)
              : world.post(stranger, PATH + id + path, "{}");
      assertThat(answer.status()).as(path).isEqualTo(404);
    }
    assertThat(world.get(stranger, PATH + id).status()).isEqualTo(404);
    var reader = world.token(tenant, "read");
    assertThat(world.post(reader, PATH, wish("farm")).status()).isEqualTo(403);
  }

  @Test
  void whatCannotBeAWebhookIsRefusedByName() {
    assertThat(world.post(token, PATH, "{\"url\":\"ftp://x/\"}").errors().propertyNames())
        .containsExactly("url");
    assertThat(world.post(token, PATH, "{}").errors().propertyNames()).containsExactly("url");
    assertThat(world.post(token, PATH, wish("rain")).errors().propertyNames())
        .containsExactly("events");
  }

  private JsonNode register(String events) {
    var answer = world.post(token, PATH, wish(events));
    assertThat(answer.status()).isEqualTo(201);
    return answer.data();
  }

  private String wish(String events) {
    return "{\"url\":\"" + receiver.url() + "\",\"events\":[\"" + events + "\"]}";
  }

  private JsonNode get(String id) {
    return world.get(token, PATH + id).data();
  }

  private void change(long version) {
    world.publish(
        Topics.FARM_EVENTS,
        farm.toString(),
        Examples.registered(Examples.farm(farm, tenant, version)));
  }

  /** As a receiver checks it, by the specification's words. */
  private static String signature(String secret, Receiver.Message message) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    var signed =
        message.header("webhook-id")
            + "."
            + message.header("webhook-timestamp")
            + "."
            + message.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
