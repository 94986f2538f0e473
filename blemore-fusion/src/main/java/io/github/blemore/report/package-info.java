/**
 * Results as a page for someone who only looks. Read first: {@link
 * io.github.blemore.report.SystemReport}, which makes the page of a system; {@link
 * io.github.blemore.report.HtmlReport} makes one of chosen parts. Builders of pages are not safe
 * for several threads, all else is.
 */
@NullMarked
package io.github.blemore.report;

import org.jspecify.annotations.NullMarked;
