package io.github.blemore.experiment;

import io.github.blemore.EmotionDistribution;
import io.github.blemore.Vote;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.fusion.LabeledVotes;
import io.github.blemore.head.SoftmaxHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The votes of heads on clips they were not trained on.
 *
 * <p>Safe to share between threads once all heads are trained.
 */
final class VoteTable {

  /** Says which head votes on a clip. */
  private interface Voters {
    HeldOut of(String encoder, MetadataRow clip);
  }

  private final Metadata metadata;
  private final Map<String, EncoderClips> encoders;
  private final HeadFits fits;

  VoteTable(Metadata metadata, Map<String, EncoderClips> encoders, HeadFits fits) {
    this.metadata = metadata;
    this.encoders = encoders;
    this.fits = fits;
  }

  /** On the clips of all folds but one, by heads trained without that one and the clip's own. */
  LabeledVotes inside(int fold) {
    return votes(
        metadata.trainingFor(fold),
        (encoder, clip) -> fits.get(encoder, folds(fold, clip.fold())).bestOn(clip.fold()));
  }

  /** On the clips of one fold, by heads for which nothing was chosen on it. */
  LabeledVotes outside(int fold) {
    return votes(
        metadata.inFold(fold),
        (encoder, clip) -> fits.get(encoder, folds(fold)).after().orElseThrow());
  }

  /** On the clips of one fold, by the heads that are best on it. */
  LabeledVotes bestOn(int fold) {
    return votes(
        metadata.inFold(fold), (encoder, clip) -> fits.get(encoder, folds(fold)).bestOn(fold));
  }

  /** On all clips, by the heads trained without the clip's fold that are best on it. */
  LabeledVotes bestOnAll() {
    return votes(
        metadata.rows(),
        (encoder, clip) -> fits.get(encoder, folds(clip.fold())).bestOn(clip.fold()));
  }

  /** Encoder id to the head that was trained without one fold and votes on it. */
  Map<String, SoftmaxHead> heads(int fold) {
    Map<String, SoftmaxHead> heads = new LinkedHashMap<>();
    for (String encoder : encoders.keySet()) {
      heads.put(encoder, fits.get(encoder, folds(fold)).head().orElseThrow());
    }
    return heads;
  }

  private static SortedSet<Integer> folds(Integer... folds) {
    return new TreeSet<>(List.of(folds));
  }

  private LabeledVotes votes(List<MetadataRow> rows, Voters voters) {
    List<LabeledVotes.Clip> clips = new ArrayList<>(rows.size());
    for (MetadataRow row : rows) {
      List<Vote> votes = new ArrayList<>();
      for (EncoderClips encoder : encoders.values()) {
        @Nullable EmotionDistribution vote = voters.of(encoder.id(), row).votes().get(row.clipId());
        votes.add(
            Optional.ofNullable(vote)
                .map(distribution -> Vote.cast(encoder.id(), distribution))
                .orElseGet(() -> Vote.missing(encoder.id(), encoder.missingReason(row.clipId()))));
      }
      clips.add(new LabeledVotes.Clip(row.clipId(), row.actor(), row.label(), votes));
    }
    return LabeledVotes.of(List.copyOf(encoders.keySet()), clips);
  }
}
