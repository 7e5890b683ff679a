package io.farmsync.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.farmsync.standalone.client.FarmClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The page in a real browser, on a running demo. Skipped where Debian's chromium and
 * chromium-driver are not installed. Each test leaves a picture of its end in {@code target/page}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageIT {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int FARMS_OF_THE_READER = 12;

  @TempDir private static Path home;
  @TempDir private static Path profile;
  private static FarmProcess demo;
  private static ChromeDriver browser;

  private String name;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "no browser: install Debian's packages chromium and chromium-driver");
    demo = FarmProcess.start(home, Map.of(), "demo").awaitLine("It stays up");
    var options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--user-data-dir=" + profile);
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @BeforeEach
  void open(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
    browser.manage().window().setSize(new Dimension(1400, 900));
    browser.get(demo.connection().baseUrl() + "/");
    browser.executeScript("sessionStorage.clear()");
    browser.navigate().refresh();
  }

  @AfterEach
  void keepAPicture() throws Exception {
    var pictures = Files.createDirectories(Path.of("target", "page"));
    Files.write(pictures.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
        .as("what the browser complained of, such as the content security policy")
        .filteredOn(entry -> !isExpected(entry.getMessage()))
        .isEmpty();
    assertThat(addressesAsked())
        .as("everything comes from our own origin")
        .allMatch(address ->
            address.startsWith(demo.connection().baseUrl()) || address.startsWith("blob:"));
  }

  @Test
  void aWrongSecretIsToldAndAsksAgain() {
    signIn(demo.connection().client("reader").orElseThrow().clientId(), "d3Jvbmc=");
    until(() -> text("sign-in-error").contains("sig_mismatch"));
    assertThat(element("sign-in").isDisplayed()).isTrue();
  }

  @Test
  void theFarmsOfTheTenantAreListedAndOnTheMapWithTheirValues() {
    signIn();
    until(() -> all("#farm-list li").size() == FARMS_OF_THE_READER);
    until(() -> all("#farm-list .value").stream().noneMatch(value -> value.getText().equals("…")));
    assertThat(all("#map .farm")).hasSize(FARMS_OF_THE_READER);
    assertThat(row("Postel bare L-shaped field").getText()).contains("0.33");
    element("search").sendKeys("grass");
    until(
        () -> !all("#farm-list li").isEmpty() && all("#farm-list li").size() < FARMS_OF_THE_READER);
    assertThat(all("#farm-list li")).allMatch(row -> row.getText().contains("grass"));
  }

  @Test
  void aFarmChosenByKeyboardShowsItsSeriesWeatherAndExactBoundary() {
    signIn();
    until(() -> all("#farm-list li").size() == FARMS_OF_THE_READER);
    row("Pajottenland winter wheat 03").sendKeys(Keys.ENTER);
    until(() -> all("#series circle.point").size() > 20);
    assertThat(all("#series circle.cloud")).as("clouded days are seen as such").isNotEmpty();
    assertThat(element("facts").getText()).contains("3.02 ha");
    assertThat(text("day-name")).isEqualTo("2019-11-22");
    assertThat(element("day-facts").getText()).contains("0.8523");
    until(() -> all("#weather .strip > div").size() == 7);
    until(() -> path().split("L").length > 5);

    element("day").sendKeys(Keys.HOME);
    until(() -> !text("day-name").equals("2019-11-22"));
    element("map").sendKeys(Keys.HOME);
    element("close-farm").click();
    assertThat(element("farm").isDisplayed()).isFalse();
  }

  @Test
  void aFarmShowsThePictureThatTheDemoOrdered() {
    signIn();
    until(() -> all("#farm-list li").size() == FARMS_OF_THE_READER);
    row("Pajottenland winter wheat 03").click();
    until(() -> !all("#map .chosen image").isEmpty());
    assertThat(text("picture-note")).isEmpty();
  }

  @Test
  @Order(Integer.MAX_VALUE) // the others count the demo's own farms
  void aFarmThatIsRegisteredWhileThePageIsOpenAppears() {
    signIn();
    until(() -> all("#farm-list .value").stream().noneMatch(value -> value.getText().equals("…")));
    until(() -> text("live").equals("Follows changes"));
    var writer = demo.connection().client("nextcloud").orElseThrow();
    var farm = UUID.randomUUID().toString();
    var answer =
        FarmClient.signing(
                HttpClient.newHttpClient(),
                URI.create(demo.connection().baseUrl()),
                writer.clientId(),
                writer.clientSecret(),
                Clock.systemUTC())
            .post(
                "/api/v1/farms/sync",
                Map.of(
                    "external_farm_id",
                    farm,
                    "external_user_id",
                    "anna",
                    "name",
                    "Told while open",
                    "bbox",
                    Map.of("south", 50.861, "west", 4.301, "north", 50.862, "east", 4.302)));
    assertThat(answer.status()).isEqualTo(200);
    until(() -> all("#farm-list li").size() == FARMS_OF_THE_READER + 1);
    assertThat(row("Told while open").isDisplayed()).isTrue();
  }

  @Test
  void thePipelineTellsWhatWaitsPerGroup() {
    signIn();
    browser.findElement(By.cssSelector("[data-view=pipeline]")).click();
    until(() -> element("stages").getText().contains("ndvi-workers"));
    assertThat(element("stages").getText()).contains("query-api").contains("ndvi-requests");
    assertThat(element("dead-letters").getText()).contains("Nothing was put aside");
    until(() -> element("upstreams").getText().contains("open_meteo"));
  }

  @Test
  void aDarkSchemeIsShownDark() {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    try {
      signIn();
      until(() -> all("#farm-list li").size() == FARMS_OF_THE_READER);
      row("Pajottenland winter wheat 03").click();
      until(() -> all("#series circle.point").size() > 20);
      assertThat(browser.findElement(By.tagName("body")).getCssValue("background-color"))
          .isEqualTo("rgba(20, 24, 22, 1)");
      assertThat(element("farm-name").getCssValue("color")).isEqualTo("rgba(232, 236, 232, 1)");
    } finally {
      browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }
  }

  @Test
  void aNarrowScreenNeedsNoSidewaysScrolling() {
    browser.manage().window().setSize(new Dimension(500, 900));
    signIn();
    until(() -> all("#farm-list li").size() == FARMS_OF_THE_READER);
    row("Menen maize 02").click();
    until(() -> all("#series circle").size() == 3);
    assertThat(
            (Boolean)
                browser.executeScript(
                    "return document.documentElement.scrollWidth <= window.innerWidth"))
        .isTrue();
  }

  /**
   * A wrong secret is refused, days without a picture are asked for one, and these tests open the
   * page faster than the server notices that its streams were left: the page comes again.
   */
  private static boolean isExpected(String message) {
    return message.contains("status of 403")
        || (message.contains("farms/stream") && message.contains("status of 429"))
        || (message.contains("raster.png") && message.contains("status of 404"));
  }

  private static void signIn() {
    var reader = demo.connection().client("reader").orElseThrow();
    signIn(reader.clientId(), reader.clientSecret());
  }

  private static void signIn(String clientId, String secret) {
    until(() -> element("client-id").isDisplayed());
    element("client-id").sendKeys(clientId);
    element("client-secret").sendKeys(secret, Keys.ENTER);
  }

  private static void until(BooleanSupplier holds) {
    new WebDriverWait(browser, SOON)
        .ignoring(StaleElementReferenceException.class)
        .until(_ -> holds.getAsBoolean());
  }

  private static WebElement element(String id) {
    return browser.findElement(By.id(id));
  }

  private static String text(String id) {
    return element(id).getText();
  }

  private static List<WebElement> all(String selector) {
    return browser.findElements(By.cssSelector(selector));
  }

  private static WebElement row(String farm) {
    return browser.findElement(
        By.xpath("//ul[@id='farm-list']//button[contains(., '" + farm + "')]"));
  }

  /** The drawn boundary of the chosen farm. */
  private static String path() {
    return String.valueOf(
        browser.findElement(By.cssSelector("#map .chosen path")).getDomAttribute("d"));
  }

  @SuppressWarnings("unchecked") // what the script returns
  private static List<String> addressesAsked() {
    return (List<String>)
        browser.executeScript(
            "return performance.getEntriesByType('resource').map(entry => entry.name)");
  }
}
