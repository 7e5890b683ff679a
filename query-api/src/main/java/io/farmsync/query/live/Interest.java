package io.farmsync.query.live;

import io.farmsync.query.live.Change.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a listener may and wants to hear: changes of one tenant, and the weather of the cells in
 * which it has farms.
 */
public final class Interest {

  private final String tenant;
  private final Set<Kind> kinds;
  private final Set<String> cells = ConcurrentHashMap.newKeySet();

  /**
   * @param cells in which the tenant has farms now; those of farms heard of later are added
   */
  public Interest(String tenant, Set<Kind> kinds, Set<String> cells) {
    this.tenant = tenant;
    this.kinds = EnumSet.copyOf(kinds);
    this.cells.addAll(cells);
  }

  /** True if the listener is to be told. */
  public boolean covers(Change change) {
    String owner = change.tenant();
    String cell = change.cell();
    if (owner == null) {
      return kinds.contains(change.kind()) && cell != null && cells.contains(cell);
    }
    if (!owner.equals(tenant)) {
      return false;
    }
    if (change.kind() == Kind.FARM && cell != null) {
      cells.add(cell);
    }
    return kinds.contains(change.kind());
  }
}
