package io.github.blemore.pickle;

import java.util.Map;

/** The options of a training, as Python's {@code argparse.Namespace} has them. */
record Namespace(Map<Object, Object> attributes) {}
