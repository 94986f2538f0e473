/**
 * The command line {@code blemore}. Read first: {@code Main}, then a command.
 *
 * <p>Results go to standard output, progress and log to standard error. Exit codes: 0 done, 1 the
 * work failed, 2 wrong arguments.
 */
@NullMarked
package io.github.blemore.cli;

import org.jspecify.annotations.NullMarked;
