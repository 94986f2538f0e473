package io.github.blemore.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One resize: the horizontal pass over blocks of rows, and the vertical pass behind it.
 *
 * <p>In both passes the inner loops run along what is not being filtered, as {@link LineSums} wants
 * it. So for the horizontal pass a block is turned: four bytes of a row at a time become an int of
 * a column of ints, and those columns are spread into one array for each byte. What comes out is
 * merged to four bytes an int again before it is turned back. All these loops but the two turns are
 * vector instructions; the block is small enough for the cache.
 *
 * <p>Belongs to one call; not safe for use by several threads.
 */
final class TwoPasses {

  /** Rows of a block: long enough loops, small enough arrays. */
  private static final int MAX_ROWS = 128;

  /** Columns that are taken from the picture at a time, a multiple of {@link LineSums#GROUP}. */
  private static final int TILE = 512;

  private static final int GROUP = LineSums.GROUP;
  private static final int GROUP_BYTES = 3 * GROUP;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final RgbImage source;
  private final FilterWeights across;
  private final FilterWeights down;

  private final int block;
  private final int rowBytes;
  private final int rowInts;
  private final byte[] result;

  private final byte[] tile;
  private final int[][] turned;
  private final int[][] columns;
  private final int[] mergedColumn;

  /** The block after the horizontal pass: four bytes an int, the rows padded to whole ints. */
  private final int[] middle;

  private final int[] row;
  private final int[][] rows;
  private final int[] mergedRow;

  /** How many rows of the block are of the picture. */
  private int blockRows;

  private TwoPasses(RgbImage source, FilterWeights across, FilterWeights down) {
    this.source = source;
    this.across = across;
    this.down = down;
    int neededRows = (down.span() + GROUP - 1) / GROUP * GROUP;
    this.block = Math.min(MAX_ROWS, neededRows);
    this.rowBytes = 3 * across.count();
    this.rowInts = (rowBytes + 3) / 4;
    this.result = new byte[rowBytes * down.count()];
    this.tile = new byte[3 * TILE * block];
    this.turned = new int[3][block];
    this.columns = new int[GROUP_BYTES][block];
    this.mergedColumn = new int[block];
    this.middle = new int[rowInts * block];
    this.row = new int[rowInts];
    this.rows = new int[4 * GROUP][rowInts];
    this.mergedRow = new int[rowInts];
  }

  /**
   * Resizes a part of a picture.
   *
   * @param source the picture
   * @param left first column of the part
   * @param top first row of the part
   * @param across weights of the wanted columns
   * @param down weights of the wanted rows
   * @return uint8 RGB {@code [down.count(), across.count(), 3]}
   */
  static byte[] run(RgbImage source, int left, int top, FilterWeights across, FilterWeights down) {
    TwoPasses passes = new TwoPasses(source, across, down);
    passes.run(left + across.first(0), top + down.first(0));
    return passes.result;
  }

  private void run(int firstColumn, int firstRow) {
    LineSums horizontal = new LineSums(across, 3, block, this::takeColumn);
    LineSums vertical = new LineSums(down, 4, rowInts, this::takeRow);
    for (int done = 0; done < down.span(); done += block) {
      blockRows = Math.min(block, down.span() - done);
      horizontal.rewind();
      for (int column = 0; column < across.span(); column += TILE) {
        int width = Math.min(TILE, across.span() - column);
        copyTile(firstColumn + column, firstRow + done, width);
        for (int x = 0; x < width; x += GROUP) {
          turn(3 * x);
          horizontal.add(columns, blockRows);
        }
      }
      for (int r = 0; r < blockRows; r += GROUP) {
        for (int t = 0; t < GROUP; t++) {
          System.arraycopy(middle, (r + t) * rowInts, row, 0, rowInts);
          spread(row, rows, 4 * t, rowInts);
        }
        vertical.add(rows, rowInts);
      }
    }
  }

  /** Copies row by row: reading the picture in its order is what memory does best. */
  private void copyTile(int column, int firstRow, int width) {
    for (int r = 0; r < blockRows; r++) {
      int from = ((firstRow + r) * source.width() + column) * 3;
      System.arraycopy(source.rgb(), from, tile, r * 3 * TILE, 3 * width);
    }
  }

  /** Turns four columns of the tile. */
  private void turn(int firstByte) {
    gather(tile, firstByte, turned[0], turned[1], turned[2], blockRows);
    for (int i = 0; i < turned.length; i++) {
      spread(turned[i], columns, 4 * i, blockRows);
    }
  }

  private static void gather(byte[] tile, int firstByte, int[] a, int[] b, int[] c, int n) {
    int at = firstByte;
    for (int r = 0; r < n; r++) {
      a[r] = (int) INT.get(tile, at);
      b[r] = (int) INT.get(tile, at + 4);
      c[r] = (int) INT.get(tile, at + 8);
      at += 3 * TILE;
    }
  }

  private static void spread(int[] ints, int[][] bytes, int first, int n) {
    spread(ints, bytes[first], bytes[first + 1], bytes[first + 2], bytes[first + 3], n);
  }

  private static void spread(int[] ints, int[] a, int[] b, int[] c, int[] d, int n) {
    for (int i = 0; i < n; i++) {
      int v = ints[i];
      a[i] = v & 0xff;
      b[i] = (v >>> 8) & 0xff;
      c[i] = (v >>> 16) & 0xff;
      d[i] = v >>> 24;
    }
  }

  private void takeColumn(int output, int[][] sums) {
    for (int c = 0; c < 3; c++) {
      int at = 3 * output + c;
      merge(mergedColumn, sums[c], 8 * (at % 4), blockRows);
      if (at % 4 == 3 || at == rowBytes - 1) {
        for (int r = 0, to = at / 4; r < blockRows; r++, to += rowInts) {
          middle[to] = mergedColumn[r];
        }
      }
    }
  }

  private void takeRow(int output, int[][] sums) {
    for (int c = 0; c < 4; c++) {
      merge(mergedRow, sums[c], 8 * c, rowInts);
    }
    int start = output * rowBytes;
    int whole = rowBytes / 4;
    for (int i = 0; i < whole; i++) {
      INT.set(result, start + 4 * i, mergedRow[i]);
    }
    for (int i = 4 * whole; i < rowBytes; i++) {
      result[start + i] = (byte) (mergedRow[whole] >>> (8 * (i % 4)));
    }
  }

  /** Brings sums to 8 bits and puts them above the bits that are there already. */
  private static void merge(int[] merged, int[] sums, int shift, int n) {
    int keep = (1 << shift) - 1;
    for (int i = 0; i < n; i++) {
      int v = sums[i] >> FilterWeights.BITS;
      // Clips without a comparison, which would not become vector instructions.
      v &= ~(v >> 31);
      v = (v | (255 - v) >> 31) & 0xff;
      merged[i] = (merged[i] & keep) | (v << shift);
    }
  }
}
