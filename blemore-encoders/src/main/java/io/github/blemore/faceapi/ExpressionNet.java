package io.github.blemore.faceapi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The feature extractor of face-api's expression net: four blocks of four convolutions (the first
 * dense, the rest depthwise then pointwise), each block halving the picture's sides, with sums of
 * earlier outputs as inputs; then the mean over all places.
 *
 * <p>Safe to share between threads.
 */
final class ExpressionNet implements AutoCloseable {

  /** Sides of the pictures it takes. */
  static final int SIDE = 112;

  /** Values it makes of each. */
  static final int DIMENSION = 256;

  private static final float[] MEAN_RGB = {122.782f, 117.001f, 104.298f};
  private static final int BLOCKS = 4;
  private static final int CONVOLUTIONS = 4;
  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape ZERO = new Shape(0, 0);

  private final NDManager manager;
  private final NDArray mean;
  private final List<List<Convolution>> blocks = new ArrayList<>();

  /**
   * The net with these weights.
   *
   * @param manager taken over: closed with this net, or if making it fails
   */
  ExpressionNet(NDManager manager, TfjsWeights weights) {
    this.manager = manager;
    try {
      mean = manager.create(MEAN_RGB, new Shape(1, 1, 1, MEAN_RGB.length));
      for (int b = 0; b < BLOCKS; b++) {
        List<Convolution> block = new ArrayList<>();
        for (int c = 0; c < CONVOLUTIONS; c++) {
          block.add(convolution("dense%d/conv%d/".formatted(b, c), b + c == 0, weights));
        }
        blocks.add(block);
      }
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  private Convolution convolution(String name, boolean dense, TfjsWeights weights) {
    NDArray bias = array(weights.get(name + "bias"));
    if (dense) {
      return new Dense(array(weights.get(name + "filters"), 3, 2, 0, 1), bias);
    }
    return new Separable(
        array(weights.get(name + "depthwise_filter"), 2, 3, 0, 1),
        array(weights.get(name + "pointwise_filter"), 3, 2, 0, 1),
        bias);
  }

  private NDArray array(TfjsWeights.Tensor tensor, int... axes) {
    NDArray array = manager.create(tensor.values(), new Shape(tensor.shape()));
    if (axes.length == 0) {
      return array;
    }
    try (array;
        NDArray view = array.transpose(axes)) {
      // A copy in the new order: a view of the old one would be reordered at each use.
      return view.flatten().reshape(view.getShape());
    }
  }

  /**
   * What the net makes of some pictures.
   *
   * @param pixels direct, uint8 RGB {@code [count, 112, 112, 3]}; not used after the call
   * @param count how many
   * @return float32 {@code [count, 256]}, row by row
   */
  float[] features(ByteBuffer pixels, int count) {
    try (NDManager call = manager.newSubManager()) {
      // Only the shape is transposed: the channels stay together in memory, and so do those of all
      // that is computed from them. A copy with the places together is a third slower here.
      NDArray x =
          call.create(pixels, new Shape(count, SIDE, SIDE, 3), DataType.UINT8)
              .toType(DataType.FLOAT32, false)
              .subi(mean)
              .divi(255)
              .transpose(0, 3, 1, 2);
      for (List<Convolution> block : blocks) {
        x = block(block, x);
      }
      return Pool.globalAvgPool2d(x).toFloatArray();
    }
  }

  /** Consumes its input: a block's working arrays are freed before the next begins. */
  private static NDArray block(List<Convolution> block, NDArray input) {
    NDManager caller = input.getManager();
    try (NDManager local = caller.newSubManager()) {
      input.attach(local);
      NDArray sum = relu(block.get(0).apply(padded(input), TWO, ZERO));
      NDArray x = sum;
      for (Convolution convolution : block.subList(1, CONVOLUTIONS)) {
        NDArray next = convolution.apply(x, ONE, ONE).addi(sum);
        x.close();
        sum.close();
        sum = next;
        x = relu(sum);
      }
      x.attach(caller);
      return x;
    }
  }

  /** TensorFlow's "SAME" for an even side, three taps and stride two: nothing before, one after. */
  private static NDArray padded(NDArray x) {
    return x.pad(new Shape(0, 1, 0, 1), 0);
  }

  private static NDArray relu(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  @Override
  public void close() {
    manager.close();
  }

  private sealed interface Convolution {
    NDArray apply(NDArray x, Shape stride, Shape padding);
  }

  private record Dense(NDArray filters, NDArray bias) implements Convolution {
    @Override
    public NDArray apply(NDArray x, Shape stride, Shape padding) {
      return Conv2d.conv2d(x, filters, bias, stride, padding).singletonOrThrow();
    }
  }

  private record Separable(NDArray depthwise, NDArray pointwise, NDArray bias)
      implements Convolution {
    @Override
    public NDArray apply(NDArray x, Shape stride, Shape padding) {
      int channels = (int) depthwise.getShape().get(0);
      try (NDArray filtered =
          Conv2d.conv2d(x, depthwise, null, stride, padding, ONE, channels).singletonOrThrow()) {
        return Conv2d.conv2d(filtered, pointwise, bias).singletonOrThrow();
      }
    }
  }
}
