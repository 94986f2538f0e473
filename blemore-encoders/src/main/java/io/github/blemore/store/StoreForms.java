package io.github.blemore.store;

import io.github.blemore.EncoderForm;
import io.github.blemore.Modality;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The encoders in a store, each in one or several forms. */
final class StoreForms {

  private static final String NONE = "";
  private static final String WITH_ENCODINGS =
      " WHERE EXISTS (SELECT 1 FROM encoding WHERE form = f.id)";

  private StoreForms() {}

  /** The number of a form; empty if nothing of it was ever written. */
  static OptionalLong find(Connection connection, EncoderForm form) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM encoder_form WHERE encoder = ? AND checkpoint = ? AND preprocessing = ?")) {
      select.setString(1, form.id());
      select.setString(2, form.checkpointSha256().orElse(NONE));
      select.setString(3, form.preprocessing());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
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
