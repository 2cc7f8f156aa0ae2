package dev.thespis.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.bench.plot.Plot.Line;
import dev.thespis.bench.plot.Plot.Point;
import dev.thespis.bench.plot.Plot.Scale;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

final class PlotTest {
    private static Document parsed(Plot plot) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(plot.svg())));
    }

    private static List<Element> elements(Document document, String name) {
        var all = new ArrayList<Element>();
        var nodes = document.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
        for (var n = 0; n < nodes.getLength(); n++) all.add((Element) nodes.item(n));
        return all;
    }

    private static Plot plot(Scale scale, Point... points) {
        return new Plot("cost & <growth>", "things", "µs", scale, List.of(new Line("CPU", List.of(points))));
    }

    @Test
    void drawsEachPointWhereItsLogarithmIs() throws Exception {
        var document = parsed(plot(Scale.LOGARITHMIC, new Point(1, 1), new Point(100, 10), new Point(10_000, 100)));

        var circles = elements(document, "circle");
        assertThat(circles).extracting(circle -> circle.getAttribute("cx")).containsExactly("72.0", "384.0", "696.0");
        assertThat(circles).extracting(circle -> circle.getAttribute("cy")).containsExactly("308.0", "185.0", "62.0");
        assertThat(elements(document, "polyline"))
                .singleElement()
                .extracting(line -> line.getAttribute("points"))
                .isEqualTo("72.0,308.0 384.0,185.0 696.0,62.0");
        assertThat(elements(document, "text"))
                .extracting(Element::getTextContent)
                .contains("cost & <growth>", "things", "µs", "● CPU", "1", "100", "10 k");
    }

    @Test
    void drawsNoughtOnALinearScale() throws Exception {
        var document = parsed(plot(Scale.LINEAR, new Point(0, 3), new Point(2, 4), new Point(8, 4)));

        assertThat(elements(document, "circle"))
                .extracting(circle -> circle.getAttribute("cx"))
                .containsExactly("72.0", "228.0", "696.0");
    }

    @Test
    void drawsASinglePoint() throws Exception {
        assertThat(elements(parsed(plot(Scale.LOGARITHMIC, new Point(5, 7))), "circle"))
                .hasSize(1);
    }

    @Test
    void refusesWhatHasNoLogarithm() {
        assertThatThrownBy(() -> plot(Scale.LOGARITHMIC, new Point(0, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plot(Scale.LINEAR, new Point(1, 0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plot(Scale.LINEAR)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ticksEncloseAllValuesAndAreRound() {
        assertThat(Plot.ticks(3, 40)).containsExactly(2, 5, 10, 20, 50);
        assertThat(Plot.ticks(0.5, 20_000)).containsExactly(0.1, 1, 10, 100, 1_000, 10_000, 100_000);
        assertThat(Plot.ticks(1, 1)).containsExactly(1, 2);
    }

    @Test
    void labelsAreShort() {
        assertThat(List.of(0.0, 0.25, 7.0, 1_000.0, 10_000.0, 1e6, 4_096.0, 16.0 * (1 << 20)))
                .extracting(Plot::label)
                .containsExactly("0", "0.25", "7", "1,000", "10 k", "1 M", "4 Ki", "16 Mi");
    }
}
