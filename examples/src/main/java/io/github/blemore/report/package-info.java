/**
 * Results as a page for someone who only looks. Read first: {@link
 * io.github.blemore.report.HtmlReport}.
 */
@NullMarked
package io.github.blemore.report;

import org.jspecify.annotations.NullMarked;
