/**
 * Files that PyTorch's {@code torch.save} writes: a zip of a pickle, which is a program for a small
 * stack machine that makes any object of Python, and of the tensors' bytes. What is read here are
 * tensors, containers and plain values; everything else is refused by its name, and nothing a
 * pickle says is ever run. See <a
 * href="https://docs.python.org/3/library/pickletools.html">docs.python.org/3/library/pickletools.html</a>
 * for the machine and <a
 * href="https://pytorch.org/docs/stable/notes/serialization.html">pytorch.org/docs/stable/notes/serialization.html</a>
 * for the file.
 *
 * <p>Read first: {@link io.github.blemore.pickle.PickledTensors}. What is read is immutable and
 * safe to share between threads.
 */
@NullMarked
package io.github.blemore.pickle;

import org.jspecify.annotations.NullMarked;
