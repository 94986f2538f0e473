package io.github.blemore.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A page that was written, read back as XML: markup that is not well-formed fails. */
final class Page {

  private final String source;
  private final Document document;

  private Page(String source, Document document) {
    this.source = source;
    this.document = document;
  }

  /** The page with these parts, no encoder of which has made-up weights but {@code random}. */
  static Page of(Path folder, Consumer<HtmlReport> parts) {
    HtmlReport report = new HtmlReport("A title", new SystemNames(Set.of("random")));
    parts.accept(report);
    try {
      report.write(folder.resolve("page.html"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read(folder.resolve("page.html"));
  }

  static Page read(Path file) {
    try {
      String source = Files.readString(file);
      return new Page(
          source,
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(source.getBytes(StandardCharsets.UTF_8))));
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new AssertionError(file + " is not well-formed: " + e.getMessage(), e);
    }
  }

  String source() {
    return source;
  }

  /** What is read on it, with single spaces. */
  String text() {
    return document.getDocumentElement().getTextContent().replaceAll("\\s+", " ");
  }

  /** The rows of all tables, their cells parted by {@code |}. */
  List<String> rows() {
    return elements("tr").stream()
        .map(
            row ->
                children(row).stream()
                    .map(cell -> cell.getTextContent().strip())
                    .collect(Collectors.joining("|")))
        .toList();
  }

  List<Element> elements(String tag) {
    return list(document.getElementsByTagName(tag));
  }

  /** The elements of a class, such as of SVG. */
  List<Element> ofClass(String tag, String name) {
    return elements(tag).stream()
        .filter(element -> List.of(element.getAttribute("class").split(" ", -1)).contains(name))
        .toList();
  }

  private static List<Element> children(Element parent) {
    return list(parent.getChildNodes());
  }

  private static List<Element> list(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
