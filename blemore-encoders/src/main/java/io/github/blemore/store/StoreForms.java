package io.github.blemore.store;

import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.License;
import io.github.blemore.Modality;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The encoders in a store, each in one or several forms. */
final class StoreForms {

  private static final String NONE = "";
  private static final String WITH_ENCODINGS =
      " WHERE EXISTS (SELECT 1 FROM encoding WHERE form = f.id)";

  private StoreForms() {}

  /** The number of a form; empty if nothing of it was ever written. */
  static OptionalLong find(Connection connection, EncoderForm form) throws SQLException {
    try (PreparedStatement select = selectOne(connection, form);
        ResultSet row = select.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong("id")) : OptionalLong.empty();
    }
  }

  private static PreparedStatement selectOne(Connection connection, EncoderForm form)
      throws SQLException {
    PreparedStatement select =
        connection.prepareStatement(
            "SELECT * FROM encoder_form WHERE encoder = ? AND checkpoint = ? AND preprocessing = ?");
    select.setString(1, form.id());
    select.setString(2, form.checkpointSha256().orElse(NONE));
    select.setString(3, form.preprocessing());
    return select;
  }

  /** What is known of where the encodings of a form come from. */
  static EncoderOrigin origin(Connection connection, EncoderForm form) throws SQLException {
    try (PreparedStatement select = selectOne(connection, form);
        ResultSet row = select.executeQuery()) {
      return row.next()
          ? new EncoderOrigin(
              form, Optional.ofNullable(row.getString("spec")), Optional.ofNullable(license(row)))
          : EncoderOrigin.of(form);
    }
  }

  private static @Nullable License license(ResultSet row) throws SQLException {
    String name = row.getString("license_name");
    return name == null
        ? null
        : new License(name, row.getString("license_source"), row.getBoolean("license_commercial"));
  }

  /**
   * Keeps what is known of where the encodings of a form come from; what is not known now stays as
   * it was.
   *
   * @return the number of the form
   */
  static long describe(Connection connection, EncoderOrigin origin) throws SQLException {
    long number = require(connection, origin.form());
    EncoderOrigin before = origin(connection, origin.form());
    EncoderOrigin now =
        new EncoderOrigin(
            origin.form(), origin.spec().or(before::spec), origin.license().or(before::license));
    if (!now.equals(before)) {
      update(connection, number, now);
    }
    return number;
  }

  private static void update(Connection connection, long number, EncoderOrigin origin)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE encoder_form
            SET spec = ?, license_name = ?, license_source = ?, license_commercial = ?
            WHERE id = ?
            """)) {
      update.setString(1, origin.spec().orElse(null));
      update.setString(2, origin.license().map(License::name).orElse(null));
      update.setString(3, origin.license().map(License::source).orElse(null));
      update.setObject(4, origin.license().map(License::commercialUse).orElse(null));
      update.setLong(5, number);
      update.executeUpdate();
    }
  }

  /** The number of a form, which gets one if it has none. */
  static long require(Connection connection, EncoderForm form) throws SQLException {
    OptionalLong known = find(connection, form);
    if (known.isPresent()) {
      return known.getAsLong();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO encoder_form
              (encoder, checkpoint, preprocessing, modality, dimension, needs, settings, made_up)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
            """)) {
      insert.setString(1, form.id());
      insert.setString(2, form.checkpointSha256().orElse(NONE));
      insert.setString(3, form.preprocessing());
      insert.setString(4, form.modality().name());
      insert.setInt(5, form.dimension());
      insert.setString(6, form.needs());
      insert.setString(7, form.settings());
      insert.setBoolean(8, form.hasMadeUpWeights());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** The forms of which there are encodings, by encoder id, older ones first. */
  static List<EncoderForm> all(Connection connection) throws SQLException {
    return select(connection, WITH_ENCODINGS);
  }

  /** Those, and the forms that only failed. */
  static List<EncoderForm> withFailed(Connection connection) throws SQLException {
    return select(
        connection, WITH_ENCODINGS + " OR EXISTS (SELECT 1 FROM failure WHERE form = f.id)");
  }

  /** The forms with encodings of one encoder, older ones first. */
  static List<EncoderForm> of(Connection connection, String encoderId) throws SQLException {
    return all(connection).stream().filter(form -> form.id().equals(encoderId)).toList();
  }

  /** If the tables that the condition looks at are damaged, all forms: some may have no rows. */
  private static List<EncoderForm> select(Connection connection, String condition)
      throws SQLException {
    try {
      return read(connection, condition);
    } catch (SQLException e) {
      if (StoreFault.isDamage(e)) {
        return read(connection, "");
      }
      throw e;
    }
  }

  private static List<EncoderForm> read(Connection connection, String condition)
      throws SQLException {
    List<EncoderForm> forms = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT * FROM encoder_form f" + condition + " ORDER BY encoder, id");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        forms.add(
            new EncoderForm(
                row.getString("encoder"),
                Optional.of(row.getString("checkpoint")).filter(sha -> !sha.equals(NONE)),
                row.getString("preprocessing"),
                Modality.valueOf(row.getString("modality")),
                row.getInt("dimension"),
                row.getString("needs"),
                row.getString("settings"),
                row.getBoolean("made_up")));
      }
    }
    return forms;
  }
}
