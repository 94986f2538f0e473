package io.github.blemore.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Device;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.network.Recording;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.speech.SpeechInput;
import io.github.blemore.speech.SpeechNet;
import io.github.blemore.torch.TorchDevice;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wav2Vec2, HuBERT and WavLM against the original: every tensor of every case of a checkpoint. */
final class SpeechCheck implements Conformance.FixtureCheck {

  private static final double INPUT = 1e-5;
  private static final double HIDDEN_STATES = 1e-4;
  private static final double OTHERS = 5e-5;
  private static final double FULL_SCALE = 32_768;
  private static final Pattern HIDDEN_STATE = Pattern.compile("hidden_states_(\\d+)");
  private static final Pattern PADDED = Pattern.compile("((?:no)?mask)_(.+)\\.npy");

  @Override
  public void run(Path folder, Findings findings) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    SpeechInput input = SpeechInput.of(checkpoint);
    try (Weights weights =
        Weights.of(
            checkpoint,
            TorchDevice.of(Device.cpu()),
            Precision.FLOAT32,
            SpeechNet.prefixes().toArray(String[]::new))) {
      SpeechNet net = new SpeechNet(weights);
      for (Path part : FixtureFiles.list(folder, "")) {
        if (Files.isDirectory(part)) {
          Case example = new Case(part, findings);
          example.prepared(input);
          example.computed(net, weights.manager());
        }
      }
    }
  }

  /** A batch of sounds and what the original makes of it. */
  private record Case(Path folder, Findings findings) {

    private String name() {
      return FixtureFiles.name(folder);
    }

    private boolean isPadded() {
      return Files.exists(folder.resolve("lengths.npy"));
    }

    private int[] integers(String file) throws IOException {
      double[] values = FixtureFiles.doubles(folder.resolve(file));
      return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
    }

    private void prepared(SpeechInput input) {
      findings.check(
          name(),
          "input from raw_pcm16",
          INPUT,
          () -> {
            NpyArray expected = NpyArray.read(folder.resolve("input.npy"));
            NpyArray raw = NpyArray.read(folder.resolve("raw_pcm16.npy"));
            int samples = raw.shape()[1];
            int[] lengths = new int[raw.shape()[0]];
            Arrays.fill(lengths, samples);
            return Findings.maxAbsDiff(
                prepared(input, raw, isPadded() ? integers("lengths.npy") : lengths),
                expected.toFloats());
          });
    }

    private static float[] prepared(SpeechInput input, NpyArray raw, int[] lengths) {
      int samples = raw.shape()[1];
      float[] sound = raw.toFloats();
      for (int i = 0; i < sound.length; i++) {
        sound[i] /= (float) FULL_SCALE;
      }
      float[] all = new float[sound.length];
      for (int i = 0; i < lengths.length; i++) {
        float[] one = input.prepare(FloatBuffer.wrap(sound, i * samples, lengths[i]));
        System.arraycopy(one, 0, all, i * samples, one.length);
      }
      return all;
    }

    private void computed(SpeechNet net, NDManager owner) throws IOException {
      try (NDManager manager = owner.newSubManager()) {
        NpyArray values = NpyArray.read(folder.resolve("input.npy"));
        NDArray sounds =
            manager.create(values.toFloats(), new Shape(values.shape()[0], values.shape()[1]));
        Recording unmasked = new Recording();
        net.forward(sounds, unmasked).close();
        if (isPadded()) {
          Recording masked = new Recording();
          net.forwardMasked(sounds, integers("lengths.npy"), masked).close();
          padded(masked, unmasked);
        } else {
          whole(unmasked);
        }
      }
    }

    private void whole(Recording run) throws IOException {
      for (Path file : FixtureFiles.list(folder, ".npy")) {
        String tensor = FixtureFiles.name(file).replace(".npy", "");
        if (tensor.equals("hidden_states")) {
          findings.check(
              name(),
              tensor,
              HIDDEN_STATES,
              () -> Findings.maxAbsDiff(stacked(run), FixtureFiles.floats(file)));
        } else if (!tensor.equals("input") && !tensor.equals("raw_pcm16")) {
          findings.check(
              name(),
              tensor,
              tolerance(tensor),
              () -> Findings.maxAbsDiff(value(run, tensor).toFloats(), FixtureFiles.floats(file)));
        }
      }
    }

    private void padded(Recording masked, Recording unmasked) throws IOException {
      int[] frames = integers("frame_lengths.npy");
      for (Path file : FixtureFiles.list(folder, ".npy")) {
        Matcher name = PADDED.matcher(FixtureFiles.name(file));
        if (name.matches()) {
          String tensor = String.valueOf(name.group(2));
          Recording run = "mask".equals(name.group(1)) ? masked : unmasked;
          part(run, tensor, file, "frames of sound", clip -> 0, clip -> frames[clip]);
          part(run, tensor, file, "padding", clip -> frames[clip], clip -> Integer.MAX_VALUE);
        }
      }
    }

    private void part(
        Recording run,
        String tensor,
        Path file,
        String part,
        IntUnaryOperator from,
        IntUnaryOperator to) {
      findings.check(
          name(),
          "%s, %s".formatted(FixtureFiles.name(file).replace(".npy", ""), part),
          tolerance(tensor),
          () ->
              Findings.maxAbsDiff(
                  frames(value(run, tensor), from, to), frames(NpyArray.read(file), from, to)));
    }

    private static float[] frames(NpyArray states, IntUnaryOperator from, IntUnaryOperator to) {
      int count = states.shape()[1];
      int width = states.shape()[2];
      float[] values = states.toFloats();
      float[] chosen = new float[values.length];
      int next = 0;
      for (int clip = 0; clip < states.shape()[0]; clip++) {
        int first = clip * count + from.applyAsInt(clip);
        int end = clip * count + Math.min(count, to.applyAsInt(clip));
        System.arraycopy(values, first * width, chosen, next, (end - first) * width);
        next += (end - first) * width;
      }
      return Arrays.copyOf(chosen, next);
    }

    private static double tolerance(String tensor) {
      return HIDDEN_STATE.matcher(tensor).matches() ? HIDDEN_STATES : OTHERS;
    }

    private static NpyArray value(Recording run, String tensor) {
      Matcher state = HIDDEN_STATE.matcher(tensor);
      NpyArray value =
          state.matches()
              ? run.hiddenStates().get(Integer.parseInt(state.group(1)))
              : run.values().get(tensor);
      if (value == null) {
        throw new IllegalArgumentException("the network offers no " + tensor);
      }
      return value;
    }

    private static float[] stacked(Recording run) {
      int each = run.hiddenStates().values().stream().mapToInt(NpyArray::size).max().orElse(0);
      float[] all = new float[run.hiddenStates().size() * each];
      run.hiddenStates()
          .forEach(
              (index, state) -> System.arraycopy(state.toFloats(), 0, all, index * each, each));
      return all;
    }
  }
}
