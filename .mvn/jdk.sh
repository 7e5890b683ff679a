# Sourced by ./mvnw and ./farm: points JAVA_HOME at a JDK 25 or newer, wherever this machine keeps one.

jdk_release() { # prints the major version of the JDK in folder $1, nothing if there is none
  [ -x "$1/bin/javac" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

jdk_find() {
  path_java=$(command -v javac 2>/dev/null || true)
  [ -z "$path_java" ] || path_java=$(dirname "$(dirname "$(readlink -f "$path_java")")")
  set +f
  for candidate in "${FARM_JAVA_HOME-}" "${JAVA_HOME-}" "$path_java" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] || continue
    release=$(jdk_release "$candidate" || true)
    if [ "${release:-0}" -ge 25 ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "No JDK 25 or newer found. Looked at FARM_JAVA_HOME, JAVA_HOME, javac on the PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks." >&2
  echo "Install one (for example Eclipse Temurin 25) or set FARM_JAVA_HOME to its folder." >&2
  return 1
}

jdk_find
