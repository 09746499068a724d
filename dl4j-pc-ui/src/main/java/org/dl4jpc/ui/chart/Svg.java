// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui.chart;

import java.awt.Graphics2D;
import java.io.StringWriter;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Turns what Java2D draws into an svg element to put into an HTML page. */
public final class Svg {

  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private Svg() {}

  /**
   * Draws.
   *
   * @param id of the element; begins every id in it too, which keeps apart the ids of several
   *     drawings in one page
   * @param title text alternative
   * @param width of the drawing; the page scales it
   * @param height of the drawing
   * @param drawing what to draw
   * @return the element, or a paragraph that says that this Java cannot draw text
   */
  public static String draw(
      String id, String title, int width, int height, Consumer<Graphics2D> drawing) {
    try {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument(NAMESPACE, "svg", null);
      SVGGraphics2D graphics = new SVGGraphics2D(context(document, id), false);
      drawing.accept(graphics);
      Element root = graphics.getRoot();
      label(root, id, title);
      root.setAttribute("viewBox", "0 0 %d %d".formatted(width, height));
      return serialize(root);
    } catch (InternalError | LinkageError e) {
      return "<p>%s: no chart, for this Java finds no fonts (%s).</p>"
          .formatted(Html.escape(title), Html.escape(e.toString()));
    } catch (ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("the JDK's XML tools failed: " + e.getMessage(), e);
    }
  }

  /** Sets the ids and the text alternative. */
  private static void label(Element root, String id, String title) {
    root.setAttribute("id", id);
    root.setAttribute("role", "img");
    root.setAttribute("aria-labelledby", id + "-title");
    if (root.getElementsByTagName("defs").item(0) instanceof Element shared) {
      shared.setAttribute("id", id + "-" + shared.getAttribute("id"));
    }
    Element titleElement = root.getOwnerDocument().createElementNS(NAMESPACE, "title");
    titleElement.setAttribute("id", id + "-title");
    titleElement.setTextContent(title);
    root.insertBefore(titleElement, root.getFirstChild());
  }

  private static SVGGeneratorContext context(Document document, String prefix) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment(null);
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String name) {
            return prefix + "-" + super.generateID(name);
          }
        });
    return context;
  }

  private static String serialize(Element root) throws TransformerException {
    TransformerFactory factory = TransformerFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    Transformer transformer = factory.newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter out = new StringWriter();
    transformer.transform(new DOMSource(root), new StreamResult(out));
    return out.toString();
  }
}
