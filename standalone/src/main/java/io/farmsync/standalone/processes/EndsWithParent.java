package io.farmsync.standalone.processes;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class, and halts when standard input ends: that is when whoever started this
 * process is gone, however it went.
 */
final class EndsWithParent {
  private EndsWithParent() {}

  /**
   * @param arguments the main class and its own arguments
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread.ofPlatform().name("parent-watch").daemon().start(EndsWithParent::haltAtEndOfInput);
    String[] further = Arrays.copyOfRange(arguments, 1, arguments.length);
    var main = Class.forName(arguments[0]).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    try {
      main.invoke(null, (Object) further);
    } catch (InvocationTargetException failure) {
      failure.printStackTrace(); // into the log of this part
      Runtime.getRuntime().halt(1);
    }
  }

  private static void haltAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // nobody writes to it
      }
    } catch (IOException _) {
      // as good as its end
    }
    Runtime.getRuntime().halt(1);
  }
}
