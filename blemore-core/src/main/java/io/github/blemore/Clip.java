package io.github.blemore;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A short recording of one person: where its media is, and what to call it.
 *
 * @param id how results name the clip; by default the file name
 * @param path the media file
 * @param person who is seen, where known: what a person-adapted decision rule goes by
 */
public record Clip(String id, Path path, Optional<String> person) {

  /**
   * Checks that the names are not blank.
   *
   * @throws IllegalArgumentException if the id or the person is blank
   */
  public Clip {
    if (id.isBlank()) {
      throw new IllegalArgumentException("clip id is blank: must name the clip");
    }
    if (person.isPresent() && person.get().isBlank()) {
      throw new IllegalArgumentException(
          "person of clip " + id + " is blank: leave it out instead");
    }
  }

  /** The clip in this file, named after the file, of nobody in particular. */
  public static Clip of(Path path) {
    Path name = path.getFileName();
    return new Clip(name == null ? path.toString() : name.toString(), path, Optional.empty());
  }

  /** The same clip under another id. */
  public Clip withId(String newId) {
    return new Clip(newId, path, person);
  }

  /** The same clip, of this person. */
  public Clip withPerson(String personId) {
    return new Clip(id, path, Optional.of(personId));
  }
}
