package io.farmsync.sync.farm.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where farms are in a Nextcloud whose webhooks come here.
 *
 * @param tables JSON object from the id of a table to an object of its columns: from {@code name},
 *     {@code south}, {@code west}, {@code north}, {@code east}, {@code lat}, {@code lon}, {@code
 *     geometry}, {@code external_farm_id}, {@code external_user_id} to the id of the column
 */
@ConfigurationProperties("farm-sync.nextcloud")
public record NextcloudProperties(@DefaultValue("") String tables) {

  public NextcloudProperties {
    FarmTable.parse(tables);
  }
}
